"""What would not be shown: blocks whose record visitors may not see, found before they come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page

from catalog import access
from catalog.models import Record, Scan
from exhibitions.blocks.exhibits import Exhibit, Need
from exhibitions.models import Answer, ChapterPage, ExhibitionPage
from exhibitions.vocabulary import Trouble


@dataclass(frozen=True)
class UnshownExhibit:
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
        return self.block, self.record_key, str(self.trouble)

    @property
    def record_key(self) -> str:
        """Empty where the record is not there any more."""
        return self.record.key if self.record else ""


def of_exhibition(key: UUID, *, on: date | None = None, drafts: bool = False) -> list[UnshownExhibit]:
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


def unanswered(key: UUID, *, on: date | None = None) -> list[UnshownExhibit]:
    return [each for each in of_exhibition(key, on=on) if not each.answered]


def of_page(page, *, on: date) -> list[UnshownExhibit]:
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
            found.append(UnshownExhibit(page, block, label, record, trouble))
    return found


def _named(page) -> Iterator:
    """Every exhibit with the block it stands in and the words that a curator knows the block by."""
    if getattr(page, "cover_record_id", None):
        yield "cover", str(page._meta.get_field("cover_record").verbose_name), page.exhibits()[0]
    for place, child in enumerate(page.story, start=1):
        if hasattr(child.block, "exhibits"):
            for number, exhibit in enumerate(child.block.exhibits(child.value)):
                yield f"{child.id}:{number}", f"{place}. {child.block.label}", exhibit


@dataclass(frozen=True)
class TroubleRule:
    """When a trouble stands in the way: only of exhibits that need as much, and while its condition holds.

    It is settled once nothing stands in the way any more: the record may be seen, a scan came, the page was changed.
    """

    trouble: Trouble
    need: Need
    stands: Callable[[Record, Scan | None, Exhibit, datetime], bool]


def _is_unnamed(record: Record, at: datetime) -> bool:
    return record.title_is_guarded and not access.is_open_content(record, at=at)


def _is_undrawn(scan: Scan | None, exhibit: Exhibit) -> bool:
    return scan is not None and not all(_lies_within(region, scan) for region in exhibit.regions)


# the first that stands is told; a record that is not there at all is told before them
RULES = (
    TroubleRule(Trouble.EMBARGO, Need.LINK, lambda record, _scan, _exhibit, at: access.is_held(record, at=at)),
    TroubleRule(
        Trouble.CLOSED, Need.LINK, lambda record, _scan, _exhibit, at: not access.is_open_description(record, at=at)
    ),
    # a title that is guarded may not be told either, and the words of a block may tell it
    TroubleRule(Trouble.ON_REQUEST, Need.NAME, lambda record, _scan, _exhibit, at: _is_unnamed(record, at)),
    TroubleRule(
        Trouble.ON_REQUEST, Need.CONTENT, lambda record, _scan, _exhibit, at: not access.is_open_content(record, at=at)
    ),
    TroubleRule(Trouble.NO_SCANS, Need.PICTURE, lambda _record, scan, _exhibit, _at: scan is None),
    TroubleRule(Trouble.UNDRAWN, Need.PICTURE, lambda _record, scan, exhibit, _at: _is_undrawn(scan, exhibit)),
)


def _trouble(record: Record | None, exhibit: Exhibit, scan: Scan | None, on: date) -> Trouble | None:
    if record is None:
        return Trouble.DELETED
    at = timezone.make_aware(datetime.combine(on, time(12)))
    rules = (rule for rule in RULES if exhibit.needs >= rule.need)
    return next((rule.trouble for rule in rules if rule.stands(record, scan, exhibit, at)), None)


def _lies_within(region: str, scan: Scan) -> bool:
    parts = region.split(",")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        return False
    x, y, width, height = map(int, parts)
    return x + width <= scan.width and y + height <= scan.height and width > 0 and height > 0
