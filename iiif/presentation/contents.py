"""What a record holds for one reader: its pages, with those of the items in a file, in order."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog import access
from catalog.models import Record, Scan, ScanText
from catalog.people import Person
from catalog.vocabulary import Level
from iiif.models import Annotation

# a file or an item is read as one document; what lies above is a collection of documents
DOCUMENTS = (Level.FILE, Level.ITEM)
ASKED_ABOUT = (
    "key",
    "path",
    "depth",
    "level",
    "title",
    "title_en",
    *access.COLUMNS,
    "epoch",
    "version",
    "reference_code",
)


class Leaf(NamedTuple):
    """What a document says of a scan: a plain row, because a thousand of them are read at once."""

    pk: int
    key: str
    order: int
    label: str
    width: int
    height: int
    sha512: str
    master_page: int


class DocumentPage(NamedTuple):
    """One scan with the record it belongs to, and what this reader may have of it."""

    scan: Leaf
    record: Record
    is_open: bool
    may_view: bool
    guarded: bool
    has_text: bool
    has_notes: bool


@dataclass(frozen=True)
class Contents:
    """All pages of one document in order."""

    record: Record
    pages: list[DocumentPage] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        """Whether there are words that this reader may find."""
        return any(page.has_text and page.may_view for page in self.pages)

    @property
    def is_open(self) -> bool:
        return all(page.is_open for page in self.pages)

    @property
    def is_guarded(self) -> bool:
        """Whether some of it is shown on request only."""
        return not self.is_open


def is_document(record: Record) -> bool:
    return record.level in DOCUMENTS


def family(record: Record, reader: Person) -> list[Record]:
    """The records whose pages make up the document, as far as the reader may know of them.

    A file with everything below it; above that level a record alone.
    """
    rows = Record.objects.visible_to(reader).only(*ASKED_ABOUT)
    rows = rows.under(record) if is_document(record) else rows.filter(pk=record.pk)
    return list(rows.order_by("path"))


def gather(record: Record, reader: Person, records: list[Record] | None = None) -> Contents:
    """One query for the pages, and one for a signed-in reader's grants; ``records`` is the family, where known."""
    known, at = {}, timezone.now()
    members = family(record, reader) if records is None else records
    visible = access.may_see_contents(reader, members, at=at)
    for each in members:
        may_view, is_open = each.pk in visible, access.is_open_content(each, at=at)
        known[each.pk] = (each, is_open, may_view, each.title_is_guarded and not may_view)
    scans = Scan.objects.under(record) if is_document(record) else Scan.objects.filter(record_id=record.pk)
    rows = (
        scans.annotate(
            has_text=Exists(ScanText.objects.filter(scan=OuterRef("pk"))),
            has_notes=Exists(Annotation.objects.filter(scan=OuterRef("pk"))),
        )
        .order_by("record__path", "order")
        .values_list(*Leaf._fields, "record_id", "has_text", "has_notes")
    )
    pages = [
        DocumentPage(Leaf._make(leaf), *known[owner], has_text, has_notes)
        for *leaf, owner, has_text, has_notes in rows.iterator()
        if owner in known
    ]
    return Contents(record, pages)
