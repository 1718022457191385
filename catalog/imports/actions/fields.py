"""Which fields a finding aid may write, what it would have a record say, and which the desk has written since."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from catalog import dates
from catalog.batches import batches
from catalog.events.models import Event
from catalog.finding_aids import Draft
from catalog.records.models import Record
from catalog.vocabulary import EventKind

BATCH = 500


FINISHED = ("date_edtf", "date_from", "date_to", "date_certainty", "source_digest")


DATE = frozenset({"date_text", "date_edtf"})


# written at the desk alone: an EAD file that is silent about them does not empty them
DESK_ONLY = frozenset(
    {
        "public_title",
        "title_en",
        "document_type",
        "document_code",
        "retention",
        "rules",
        "description_dates",
    }
)


IMPORTED = (
    "reference_code",
    "title",
    "title_en",
    "public_title",
    "date_text",
    "date_edtf",
    "extent",
    "administrative_history",
    "custodial_history",
    "acquisition",
    "scope_content",
    "appraisal",
    "accruals",
    "arrangement",
    "access_conditions",
    "reproduction_conditions",
    "languages",
    "physical_condition",
    "finding_aids",
    "originals_location",
    "copies_location",
    "related_units",
    "publication_note",
    "note",
    "archivist_note",
    "rules",
    "description_dates",
    "document_type",
    "document_code",
    "retention",
    "paper_file_code",
)


def offered(draft: Draft) -> dict[str, str]:
    """What a file would have a record say: its fields, those that it leaves empty too, but for the desk's own."""
    return {name: draft.fields.get(name, "") for name in IMPORTED if name not in DESK_ONLY or name in draft.fields}


def fields_of_the_desk(keys: Iterable[str]) -> dict[str, set[str]]:
    """By key of a record the fields that a person wrote last: the event log tells, in the order of the deeds."""
    found: dict[str, set[str]] = defaultdict(set)
    for batch in batches(keys, BATCH):
        events = Event.objects.filter(object_key__in=batch, kind=EventKind.MODIFICATION)
        for key, detail in events.order_by("id").values_list("object_key", "detail"):
            if "source" in detail:
                found[key] -= set(detail.get("fields", IMPORTED))
            else:
                found[key] |= set(detail.get("fields", ()))
    for fields in found.values():
        if fields & DATE:  # a date is one thing, as written and as it is sorted by
            fields |= DATE
    return found


def finish_fields(record: Record, draft: Draft) -> None:
    """Set ``FINISHED``: what follows from a draft's fields, its digest and the bounds of a date that can be read."""
    record.source_digest = draft.digest
    try:
        record.date_from, record.date_to, record.date_certainty = dates.bounds(record.date_edtf)
    except dates.BadDate:
        # the date as written stands; a person may normalise it later
        record.date_edtf, record.date_from, record.date_to = "", None, None


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
