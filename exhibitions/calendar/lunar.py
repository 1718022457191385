"""Vietnam's lunar calendar, reckoned for the meridian of UTC+7; lunar-vn does the astronomy.

It is the calendar in use since 1968 (Decision 121/CP of 8 August 1967). Days before that are not reckoned: several
calendars were in use, and a written date stands as it was written.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import lunar_vn

FIRST_YEAR, LAST_YEAR = 1968, 2099


class LunarDay(NamedTuple):
    """A day of the lunar calendar; ``is_leap`` marks the month that repeats the number of the month before."""

    day: int
    month: int
    year: int
    is_leap: bool = False


def of(day: date) -> LunarDay | None:
    """Return the lunar day of a solar one; ``None`` outside the years that are reckoned."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    found = lunar_vn.solar_to_lunar(day)
    return LunarDay(found.day, found.month, found.year, found.leap)


@lru_cache(maxsize=4096)
def in_lunar_year(day: int, month: int, year: int) -> date | None:
    """Return the solar day of a feast in a lunar year; ``None`` outside the years that are reckoned.

    Feasts fall in the regular month, never in the leap one. The 30th of a month that has 29 days is kept on the 29th,
    as New Year's Eve is.
    """
    if not FIRST_YEAR <= year < LAST_YEAR:
        return None
    found = lunar_vn.lunar_to_solar(lunar_vn.LunarDate(day, month, year, False))
    # the library runs on into the next month where a month is short
    return found if of(found) == LunarDay(day, month, year) else found - timedelta(days=1)


def leap_month(year: int) -> int | None:
    """Return the number of the month that comes twice in a lunar year, or ``None``."""
    if not FIRST_YEAR <= year < LAST_YEAR:
        return None
    for month in range(1, 13):
        try:
            found = lunar_vn.lunar_to_solar(lunar_vn.LunarDate(1, month, year, True))
        except ValueError:
            continue
        if of(found) == LunarDay(1, month, year, is_leap=True):
            return month
    return None


def same_lunar_day(day: date, years: range) -> list[date]:
    """Return the solar days that are the same lunar day in other lunar years, oldest first."""
    here = of(day)
    if here is None:
        return []
    found = (in_lunar_year(here.day, here.month, year) for year in years if year != here.year)
    return [each for each in found if each and of(each)[:2] == here[:2]]  # type: ignore[index]
