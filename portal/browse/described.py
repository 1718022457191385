"""A record in the words of ISAD(G): areas and elements, as far as this reader may read them."""

from django.utils.translation import gettext_lazy as _

from catalog.access import HARMLESS, Decision
from catalog.languages import localized
from catalog.models import Record

AREAS = (
    (
        _("Context"),
        (
            ("administrative_history", _("History")),
            ("custodial_history", _("Archival history")),
            ("acquisition", _("Acquired from")),
        ),
    ),
    (
        _("Content and structure"),
        (
            ("scope_content", _("Scope and content")),
            ("appraisal", _("Appraisal")),
            ("accruals", _("Accruals")),
            ("arrangement", _("Arrangement")),
        ),
    ),
    (
        _("Access and use"),
        (
            ("access_conditions", _("Access")),
            ("reproduction_conditions", _("Reproduction")),
            ("languages", _("Language")),
            ("physical_condition", _("Condition")),
            ("finding_aids", _("Finding aids")),
        ),
    ),
    (
        _("Allied materials"),
        (
            ("originals_location", _("Originals")),
            ("copies_location", _("Copies")),
            ("related_units", _("Related")),
            ("publication_note", _("Published in")),
        ),
    ),
    (_("Notes"), (("note", _("Note")),)),
    (
        _("Description control"),
        (
            ("archivist_note", _("Described by")),
            ("rules", _("Rules")),
            ("description_dates", _("Described on")),
        ),
    ),
)
IDENTITY = (
    ("reference_code", _("Reference code")),
    ("date_text", _("Date")),
    ("extent", _("Extent")),
    ("document_type", _("Kind")),
    ("document_code", _("Number")),
    ("paper_file_code", _("Box and shelf")),
)


def is_full(record: Record, decision: Decision) -> bool:
    """Whether the whole description may be shown, or only what stands in for it."""
    return decision.content or not record.title_is_guarded


def title_for(record: Record, decision: Decision) -> str:
    """The title in the reader's language, or the one that stands in."""
    if not is_full(record, decision):
        return record.public_title
    return localized(record, "title")


def citation(record: Record, title: str, permalink: str) -> str:
    """How a footnote names a record: code, title, date and permanent link; the archive's name goes before it."""
    named = (record.reference_code, f"“{title}”", record.date_text)
    return f"{', '.join(filter(None, named))}. {permalink}"


def areas(record: Record, decision: Decision) -> list[dict]:
    """The filled elements by area (ISAD(G) 3.1–3.7), in order."""
    full = is_full(record, decision)
    rows = [{"title": _("Identity"), "elements": _filled(record, IDENTITY, full)}]
    rows += [{"title": title, "elements": _filled(record, elements, full)} for title, elements in AREAS]
    return [row for row in rows if row["elements"]]


def _filled(record: Record, elements, full: bool) -> list[dict]:
    return [
        {"name": name, "label": label, "text": text}
        for name, label in elements
        if (full or name in HARMLESS) and (text := getattr(record, name))
    ]
