"""What a record holds for one reader: its pages, with those of the items in a file, in order."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog import access
from catalog.models import Record, Scan
from catalog.people import Person
from catalog.vocabulary import Level
from iiif.models import Annotation

# a file or an item is read as one document; what lies above is a collection of documents
DOCUMENTS = (Level.FILE, Level.ITEM)
RECORD_FIELDS = (
    "record__key", "record__path", "record__depth", "record__level", "record__title", "record__title_en",
    "record__public_title", "record__effective_access", "record__effective_embargo", "record__preview_open",
    "record__epoch", "record__reference_code",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One scan with the record it belongs to, and what this reader may have of it."""

    scan: Scan
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
    pages: list[Page] = field(default_factory=list)

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


def scans_of(record: Record):
    """Scans of a document: its own and, in a file, those of everything below; above that its own alone."""
    return Scan.objects.under(record) if is_document(record) else Scan.objects.filter(record=record)


def gather(record: Record, reader: Person) -> Contents:
    """One query for the pages, and for a signed-in reader one more for each record on request among them."""
    scans = (
        scans_of(record)
        .visible_to(reader)
        .select_related("record")
        .only("key", "order", "label", "width", "height", "sha512", "master_page", *RECORD_FIELDS)
        .annotate(
            has_text=Exists(Scan.objects.filter(pk=OuterRef("pk"), text__isnull=False)),
            has_notes=Exists(Annotation.objects.filter(scan=OuterRef("pk"))),
        )
        .order_by("record__path", "order")
    )
    at, known, pages = timezone.now(), {}, []
    for scan in scans:
        found = scan.record
        if found.pk not in known:
            may_view = access.may_see_content(reader, found, at=at)
            known[found.pk] = (
                found,
                access.is_open_content(found, at=at),
                may_view,
                found.title_is_guarded and not may_view,
            )
        shared, is_open, may_view, guarded = known[found.pk]
        pages.append(Page(scan, shared, is_open, may_view, guarded, scan.has_text, scan.has_notes))
    return Contents(record, pages)
