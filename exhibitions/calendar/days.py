"""When a day of the calendar comes, and whether people are off work."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Protocol

import holidays

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


@lru_cache(maxsize=64)
def _of_year(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("VN", years=year, language=language).items())


def public_holiday(day: date, language: str) -> str:
    """Name the public holiday or announced day off of a date; empty where it is a working day like others.

    As the package ``holidays`` knows it: swap days are known when the government has announced them.
    """
    return _of_year(day.year, "vi" if language == "vi" else "en_US").get(day, "")
