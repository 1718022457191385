"""What would not be shown: blocks whose record visitors may not see, found before they come."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page

from catalog import access
from catalog.models import Record, Scan
from exhibitions.blocks.exhibits import Exhibit
from exhibitions.models import Answer, ChapterPage, ExhibitionPage
from exhibitions.vocabulary import Trouble

# troubles that are over once everybody may see the record
OF_ACCESS = frozenset({Trouble.EMBARGO, Trouble.CLOSED, Trouble.ON_REQUEST})


@dataclass(frozen=True)
class Standing:
    """One block that cannot show its record: where it stands, which record, why, and whether a curator has answered."""

    page: Page
    block: str
    label: str
    record: Record | None
    trouble: Trouble
    answered: bool = False

    @property
    def mark(self) -> tuple[str, str, str]:
        """What an answer is given for: this record in this block, for this reason."""
        return self.block, self.record.key if self.record else "", str(self.trouble)


def of_exhibition(key: UUID, *, on: date | None = None, drafts: bool = False) -> list[Standing]:
    """Find what would not be shown on a day in any language of an exhibition, published or as last drafted."""
    answers = answered(key)
    found = []
    for exhibition in ExhibitionPage.objects.filter(translation_key=key).order_by("pk"):
        chapters = ChapterPage.objects.child_of(exhibition).order_by("path")
        for page in (exhibition, *chapters):
            if not drafts and not page.live:
                continue
            version = page.get_latest_revision_as_object() if drafts else page
            found += [
                replace(each, answered=each.mark in answers) for each in of_page(version, on=on or timezone.localdate())
            ]
    return found


def answered(key: UUID) -> set[tuple[str, str, str]]:
    """What curators have answered for in an exhibition."""
    return set(Answer.objects.filter(exhibition=key).values_list("block", "record_key", "trouble"))


def unanswered(key: UUID, *, on: date | None = None) -> list[Standing]:
    return [each for each in of_exhibition(key, on=on) if not each.answered]


def of_page(page, *, on: date) -> list[Standing]:
    """Find what one version of a page cannot show on a day; whether it was answered is not asked."""
    named = list(_named(page))
    pks = {exhibit.record for _block, _label, exhibit in named if exhibit.record}
    records = {record.pk: record for record in Record.objects.filter(pk__in=pks)}
    scans = {(s.record_id, s.order): s for s in Scan.objects.filter(record_id__in=records)}
    found = []
    for block, label, exhibit in named:
        record = records.get(exhibit.record or 0)
        trouble = _trouble(record, exhibit, scans.get((exhibit.record, exhibit.page)), on)
        if trouble:
            found.append(Standing(page, block, label, record, trouble))
    return found


def _named(page):
    """Every exhibit with the block it stands in and the words that a curator knows the block by."""
    if getattr(page, "cover_record_id", None):
        yield "cover", str(page._meta.get_field("cover_record").verbose_name), page.exhibits()[0]
    for place, child in enumerate(page.story, start=1):
        if hasattr(child.block, "exhibits"):
            for number, exhibit in enumerate(child.block.exhibits(child.value)):
                yield f"{child.id}:{number}", f"{place}. {child.block.label}", exhibit


def _trouble(record: Record | None, exhibit: Exhibit, scan: Scan | None, on: date) -> Trouble | None:
    at = timezone.make_aware(datetime.combine(on, time(12)))
    checks = (
        (record is None, Trouble.DELETED),
        (record and access.is_held(record, at=at), Trouble.EMBARGO),
        (record and not access.is_open_description(record, at=at), Trouble.CLOSED),
        (not exhibit.needs_content, None),
        (record and not access.is_open_content(record, at=at), Trouble.ON_REQUEST),
        (not exhibit.needs_scan, None),
        (scan is None, Trouble.NO_SCANS),
        (scan and not all(_lies_within(each, scan) for each in exhibit.regions), Trouble.UNDRAWN),
    )
    return next((trouble for is_so, trouble in checks if is_so), None)


def _lies_within(region: str, scan: Scan) -> bool:
    parts = region.split(",")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        return False
    x, y, width, height = map(int, parts)
    return x + width <= scan.width and y + height <= scan.height and width > 0 and height > 0
