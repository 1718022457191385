"""Records as drafts for the writers of finding aids, as far as a reader may read them."""

from collections.abc import Iterator
from itertools import islice

from catalog import access
from catalog.finding_aids import Draft, NamedAgent, write_dublin_core, write_ead
from catalog.finding_aids.writing import ELEMENTS
from catalog.people import Person
from catalog.records.models import Record

FIELDS = (
    "reference_code",
    "title",
    "title_en",
    "date_text",
    "date_edtf",
    "extent",
    "languages",
    "document_type",
    "paper_file_code",
    *ELEMENTS,
)


def draft_of(record: Record, *, may_see: bool, parent: int | None = None) -> Draft:
    """One record as its reader may know it: a guarded title guards everything that would give it away."""
    guarded = record.title_is_guarded and not may_see
    names = access.HARMLESS if guarded else FIELDS
    fields = {name: text for name in names if (text := getattr(record, name))}
    if guarded:
        fields["title"] = record.public_title
    return Draft(
        source_id=record.key,
        line=0,
        parent=parent,
        level=record.level,
        fields=fields,
        agents=() if guarded else _agents(record),
        places=() if guarded else tuple(place.name for place in record.places.all()),
        subjects=() if guarded else tuple(tag.name for tag in record.tags.all()),
    )


def _agents(record: Record) -> tuple[NamedAgent, ...]:
    return tuple(NamedAgent(link.role, link.agent.kind, link.agent.name) for link in record.agent_links.all())


def drafts_under(record: Record, reader: Person) -> Iterator[Draft]:
    """The record and all below it that the reader may know of, parents first, read in batches."""
    rows = (
        Record.objects.visible_to(reader)
        .under(record)
        .order_by("path")
        .prefetch_related("agent_links__agent", "places", "tags")
    )
    # the branch that is open: the place in the file of each record above the one that is written
    branch: list[tuple[str, int]] = []
    for index, row in enumerate(_decided(rows.iterator(chunk_size=500), reader)):
        while branch and not row[0].path.startswith(branch[-1][0]):
            branch.pop()
        yield draft_of(row[0], may_see=row[1], parent=branch[-1][1] if branch else None)
        branch.append((row[0].path, index))


def _decided(rows: Iterator[Record], reader: Person) -> Iterator[tuple[Record, bool]]:
    """Ask for five hundred at a time whether the reader may see the scans of each."""
    while batch := list(islice(rows, 500)):
        seen = access.may_see_contents(reader, batch)
        yield from ((record, record.pk in seen) for record in batch)


def ead(record: Record, reader: Person, *, agency: str, address: str) -> Iterator[bytes]:
    """The record with everything below it as EAD 2002, in parts."""
    return write_ead(drafts_under(record, reader), identifier=record.key, agency=agency, address=address)


def dublin_core(record: Record, reader: Person, *, agency: str, address: str) -> bytes:
    """The record alone as Dublin Core."""
    return write_dublin_core(
        draft_of(record, may_see=access.may_see_content(reader, record)),
        address=address,
        publisher=agency,
        rights=record.rights,
    )
