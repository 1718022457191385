"""Which days people work: weekends, public holidays and swap days, and what was declared otherwise."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from catalog.vocabulary import DayDeclared
from catalog.workdays.models import DeclaredDay

COUNTRY = "VN"


@lru_cache(maxsize=32)
def _known(year: int, language: str) -> holidays.HolidayBase:
    return holidays.country_holidays(COUNTRY, years=year, language=language)


class Workdays:
    """The archive's days, read once and asked often.

    The package ``holidays`` knows public holidays and the swap days that the government has announced; a declared day
    wins over it.
    """

    def __init__(self) -> None:
        self._declared = {each.on: each for each in DeclaredDay.objects.all()}

    def holiday(self, day: date, language: str) -> str:
        """Name the public holiday or the declared day off; empty where a day is a weekday or a weekend like others."""
        declared = self._declared.get(day)
        if declared:
            return declared.reason_in(language) if declared.declared == DayDeclared.OFF else ""
        return _known(day.year, "vi" if language == "vi" else "en_US").get(day, "")

    def special(self, year: int, language: str) -> list[tuple[date, str, bool]]:
        """Days of a year that differ from the week: each with its reason, and whether people work on it."""
        known = _known(year, "vi" if language == "vi" else "en_US")
        found = {day: (name, False) for day, name in known.items()}
        found |= {day: ("", True) for day in known.weekend_workdays if day.year == year}
        for day, declared in self._declared.items():
            if day.year == year:
                found[day] = (
                    declared.reason_in(language),
                    declared.declared == DayDeclared.WORKING,
                )
        return [(day, reason, works) for day, (reason, works) in sorted(found.items())]

    def is_working(self, day: date) -> bool:
        """Whether people work: not on weekends and holidays, unless the day was declared or swapped to be worked."""
        declared = self._declared.get(day)
        if declared:
            return declared.declared == DayDeclared.WORKING
        return _known(day.year, "vi").is_working_day(day)

    def between(self, day: date, last: date) -> int:
        """How many working days lie after a day up to another, which is counted; 0 where that one is not later."""
        span = (day + timedelta(days=n) for n in range(1, (last - day).days + 1))
        return sum(map(self.is_working, span))

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day, which itself is not counted."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day
