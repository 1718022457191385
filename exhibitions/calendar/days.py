"""When a day of the calendar comes."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from exhibitions.calendar import lunar
from exhibitions.vocabulary import Calendar


class Recurring(Protocol):
    """A day as far as it recurs: a day and a month of one of the two calendars."""

    calendar: str
    day: int
    month: int


def occurrences(day: Recurring, first: date, last: date) -> list[date]:
    """Return the days between ``first`` and ``last``, both included, on which a recurring day falls, oldest first."""
    return [each for each in _each_year(day, first.year, last.year) if first <= each <= last]


def _each_year(day: Recurring, first: int, last: int) -> Iterator[date]:
    if day.calendar == Calendar.LUNAR:
        # the last months of a lunar year reach into the next solar one
        for year in range(first - 1, last + 1):
            if found := lunar.in_lunar_year(day.day, day.month, year):
                yield found
        return
    for year in range(first, last + 1):
        try:
            yield date(year, day.month, day.day)
        except ValueError:
            yield date(year, 2, 28)  # 29 February in a common year
