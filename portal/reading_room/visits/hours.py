"""When the reading room is open, and how many seats are free: the calendar that readers choose from."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from catalog.workdays.counting import Workdays
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.visits.models import OpeningHours, Seat, Visit
from portal.reading_room.visits.vocabulary import TAKEN, Part, VisitState


@dataclass(frozen=True)
class HalfDay:
    """Half a day as a reader sees it: hours, and free seats by kind."""

    day: date
    part: str
    hours: OpeningHours
    free: dict[str, int]

    @property
    def label(self) -> str:
        return str(Part(self.part).label)

    @property
    def total(self) -> int:
        return sum(self.free.values())


@dataclass(frozen=True)
class OpeningDay:
    """A day with its halves; without any it says why."""

    day: date
    halves: list[HalfDay]
    why_closed: str = ""

    @property
    def is_full(self) -> bool:
        return bool(self.halves) and not any(half.total for half in self.halves)


class Timetable:
    """Opening hours and days off, read once and asked often."""

    def __init__(self) -> None:
        self._hours = list(OpeningHours.objects.all())
        self._workdays = Workdays()

    def on(self, day: date, part: str) -> OpeningHours | None:
        """The hours of half a day; ``None`` where the room is closed."""
        if self._workdays.holiday(day, "vi"):
            return None
        held = (
            each
            for each in self._hours
            if each.weekday == day.weekday()
            and each.part == part
            and each.valid_from <= day
            and (each.valid_to is None or each.valid_to >= day)
        )
        return next(held, None)

    def why_closed(self, day: date, language: str) -> str:
        """The name of the holiday or the reason of the declared day; empty on a day of rest like any other."""
        return self._workdays.holiday(day, language)


def days(at: datetime, language: str) -> list[OpeningDay]:
    """The days that can be booked now, closed ones among them, with the seats that are free."""
    today, timetable = timezone.localdate(at), Timetable()
    last = today + timedelta(days=RoomRules.load().days_ahead)
    seats = Counter(Seat.objects.filter(in_service=True).values_list("kind", flat=True))
    taken = _taken(today, last, at)
    found, day = [], today
    while day <= last:
        halves = []
        for part in Part.values:
            hours = timetable.on(day, part)
            if hours and at < timezone.make_aware(datetime.combine(day, hours.closes)):
                gone = taken.get((day, part), Counter())
                free = {kind: max(0, count - gone[kind]) for kind, count in seats.items()}
                halves.append(HalfDay(day, part, hours, free))
        found.append(OpeningDay(day, halves, "" if halves else timetable.why_closed(day, language)))
        day += timedelta(days=1)
    return found


def _taken(first: date, last: date, at: datetime) -> dict[tuple[date, str], Counter]:
    """Seats taken by day, part and kind; what was held too long ago counts no more."""
    rows = (
        Visit.objects.filter(day__gte=first, day__lte=last, state__in=TAKEN, seat__in_service=True)
        .exclude(state=VisitState.HELD, held_until__lte=at)
        .values_list("day", "part", "seat__kind")
    )
    found: dict[tuple[date, str], Counter] = {}
    for day, part, kind in rows:
        found.setdefault((day, part), Counter())[kind] += 1
    return found
