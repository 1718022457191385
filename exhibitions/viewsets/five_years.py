"""The calendar of the next five years: what opens when, what clashes, which great days stand empty."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from catalog.workdays.counting import Workdays
from exhibitions.calendar import days, lunar
from exhibitions.models import (
    Day,
    Run,
)
from exhibitions.viewsets.desk import CuratorsViewSet, known_pages, may_edit
from exhibitions.vocabulary import DayKind

YEARS = 5


class CalendarViewSet(CuratorsViewSet):
    """The calendar of the next five years."""

    name = "exhibition_calendar"
    url_prefix = "exhibitions/calendar"
    menu_label = gettext_lazy("Calendar of five years")
    icon = "date"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.show, name="index")]

    def show(self, request) -> HttpResponse:
        may_edit(request)
        first = timezone.localdate().year
        asked = request.GET.get("year", "")
        year = (
            int(asked)
            if asked.isascii() and asked.isdigit() and len(asked) == 4 and first <= int(asked) < first + YEARS
            else first
        )
        context = {
            "year": year,
            "years": range(first, first + YEARS),
            "rows": _year(year),
            "special": Workdays().special(year, get_language() or "vi"),
            "leap": lunar.leap_month(year),
            "clashes": _clashes(year),
        }
        return render(request, "exhibitions/desk/calendar.html", context)


def _year(year: int) -> list[dict]:
    """Every day of a year that counts, with what opens for it; great days with nothing stand empty on purpose."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    titles = known_pages()
    runs: dict[tuple, list[Run]] = {}
    for run in Run.objects.filter(falls_on__range=(first, last)).select_related("day"):
        runs.setdefault((run.day_id, run.falls_on), []).append(run)
    rows, workdays = [], Workdays()
    for day in Day.objects.all():
        for on in days.occurrences(day, first, last):
            opened = [(run, titles.get(run.exhibition)) for run in runs.get((day.pk, on), [])]
            rows.append(
                {
                    "day": day,
                    "on": on,
                    "runs": opened,
                    "lunar": lunar.of(on) if day.is_lunar else None,
                    "holiday": workdays.holiday(on, get_language() or "vi"),
                    "age": on.year - day.since if day.since and on.year > day.since else None,
                    "is_empty": day.kind == DayKind.GREAT and not opened,
                }
            )
    return sorted(rows, key=lambda row: (row["on"], row["day"].name))


def _clashes(year: int) -> list[tuple]:
    """Pairs of exhibitions that are on at the same time: one of them leads the home page."""
    titles = known_pages()
    runs = list(
        Run.objects.filter(opens_on__lte=date(year, 12, 31), closes_on__gte=date(year, 1, 1)).select_related("day")
    )
    found = []
    for place, one in enumerate(runs):
        for other in runs[place + 1 :]:
            overlap = one.opens_on <= other.closes_on and other.opens_on <= one.closes_on
            if overlap and one.exhibition != other.exhibition:
                found.append((one, titles.get(one.exhibition), other, titles.get(other.exhibition)))
    return found
