"""What must be prepared: days that are half a year, a quarter or a month away, and how far their exhibition is."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from exhibitions.calendar import days
from exhibitions.models import Day, ExhibitionPage, Occasion
from exhibitions.vocabulary import DayKind

# days ahead at which an exhibition must be begun, be written, and be ready
STEPS = (30, 90, 180)


@dataclass(frozen=True)
class Preparing:
    """A day ahead with the exhibitions meant for it, drafts among them; ``step`` is the nearest mark of ``STEPS``."""

    day: Day
    falls_on: date
    days_left: int
    step: int
    pages: list[ExhibitionPage]

    @property
    def is_ready(self) -> bool:
        return any(page.live for page in self.pages)


def ahead(today: date) -> list[Preparing]:
    """Great days, and days that an exhibition is meant for, of the next half year, the soonest first."""
    first, last = today + timedelta(days=1), today + timedelta(days=STEPS[-1])
    meant: dict[tuple[int, date], list[ExhibitionPage]] = {}
    for occasion in Occasion.objects.select_related("day", "page__locale").order_by("page_id"):
        for on in occasion.falls_on(first, last):
            meant.setdefault((occasion.day_id, on), []).append(occasion.page)
    found = []
    for day in Day.objects.filter(Q(kind=DayKind.GREAT) | Q(pk__in={pk for pk, _on in meant})):
        for on in days.occurrences(day, first, last):
            left = (on - today).days
            step = next(mark for mark in STEPS if left <= mark)
            found.append(Preparing(day, on, left, step, meant.get((day.pk, on), [])))
    return sorted(found, key=lambda each: each.falls_on)
