"""What is on, what comes, what has been, and what a day says today."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from catalog.models import Record
from catalog.people import Person
from catalog.workdays.counting import Workdays
from exhibitions.blocks.exhibits import Exhibit
from exhibitions.calendar import days, lunar
from exhibitions.querysets import ExhibitionQuerySet, RunQuerySet, in_one_language, ready_in
from exhibitions.showing import Showing, Shown
from exhibitions.vocabulary import DayKind

if TYPE_CHECKING:
    from exhibitions.models import Day, ExhibitionPage, Run, Season

AHEAD = 150
FIRST_RECORDED_YEAR = 1802


@dataclass(frozen=True)
class CalendarRows:
    """What the programme is made from; ``exhibitions.models.calendar_rows`` hands it over."""

    pages: ExhibitionQuerySet
    runs: RunQuerySet
    days: "QuerySet[Day]"


@dataclass(frozen=True)
class ListedExhibition:
    """An exhibition as a list shows it; ``borrowed`` from another language where this one has none."""

    page: "ExhibitionPage"
    cover: Shown
    run: "Run | None" = None
    borrowed: bool = False

    @property
    def language(self) -> str:
        return self.page.locale.language_code


@dataclass(frozen=True)
class Coming:
    """A day ahead, how far it is, and the exhibition that will open for it, if one is ready."""

    day: "Day"
    falls_on: date
    days_left: int
    lunar: lunar.LunarDay | None
    opens_on: date | None = None
    title: str = ""
    language: str = ""


@dataclass
class Programme:
    """``on_now`` begins with what a great day brought; ``past`` is the permanent collection, the last year first."""

    on_now: list[ListedExhibition] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    past: list[tuple[int, list[ListedExhibition]]] = field(default_factory=list)


def of(rows: CalendarRows, language: str, reader: Person, today: date) -> Programme:
    """The programme in one language, as this reader may see its covers; what is not translated is lent."""
    opened = rows.pages.open_to_public().order_by("-first_published_at")
    pages = in_one_language(opened.select_related("cover_record", "locale").defer_streamfields(), language)
    covers = Showing(reader, (Exhibit(page.cover_record_id) for page in pages.values() if page.cover_record_id))

    def card(page: "ExhibitionPage", run: "Run | None" = None) -> ListedExhibition:
        borrowed = page.locale.language_code != language
        return ListedExhibition(page, covers.of(page.cover_record), run, borrowed)

    runs = list(rows.runs.exclude(opened_at=None).select_related("day").order_by("-opens_on"))
    on_now = [run for run in runs if run.closed_at is None and run.exhibition in pages]
    on_now.sort(key=lambda run: (run.day.kind != DayKind.GREAT, abs((run.falls_on - today).days)))
    shown = {run.exhibition for run in on_now}
    bound = {run.exhibition for run in runs}
    standing = [page for key, page in pages.items() if key not in bound]
    found = Programme(
        on_now=[card(pages[run.exhibition], run) for run in _once(on_now)] + [card(page) for page in standing],
        coming=coming(rows, language, today),
    )
    years: dict[int, list[ListedExhibition]] = {}
    told: set[tuple] = set()
    for run in runs:
        place = (run.falls_on.year, run.exhibition)
        # one that was on for two days of a year stands there once
        if run.closed_at and run.exhibition in pages and run.exhibition not in shown and place not in told:
            told.add(place)
            years.setdefault(run.falls_on.year, []).append(card(pages[run.exhibition], run))
    found.past = sorted(years.items(), reverse=True)
    return found


def _once(runs: "Iterable[Run]") -> "list[Run]":
    """The first run of each exhibition, in the order given."""
    found: dict = {}
    for run in runs:
        found.setdefault(run.exhibition, run)
    return list(found.values())


def coming(rows: CalendarRows, language: str, today: date, *, limit: int = 4) -> list[Coming]:
    """The great days, the days off and the archive's own that come next, and what will open for them."""
    last = today + timedelta(days=AHEAD)
    runs = {
        (run.day_id, run.falls_on): run
        # one that is held back is announced when it opens
        for run in rows.runs.planned().filter(falls_on__range=(today, last), held_at=None)
    }
    pages = ready_in(language)
    meant = (DayKind.GREAT, DayKind.HOLIDAY, DayKind.OWN)
    found = []
    for day in rows.days.filter(Q(kind__in=meant) | Q(pk__in={pk for pk, _on in runs})):
        for on in days.occurrences(day, today + timedelta(days=1), last):
            run = runs.get((day.pk, on))
            page = pages.get(run.exhibition) if run else None
            found.append(
                Coming(
                    day,
                    on,
                    (on - today).days,
                    lunar.of(on),
                    run.opens_on if run else None,
                    page.title if page else "",
                    page.locale.language_code if page else "",
                )
            )
    return sorted(found, key=lambda each: each.falls_on)[:limit]


@dataclass
class Today:
    """A day: its names, its lunar date, and the records that it calls up."""

    on: date
    lunar: lunar.LunarDay | None
    days: "list[Day]"
    holiday: str
    same_day: list[Record] = field(default_factory=list)
    same_lunar_day: list[Record] = field(default_factory=list)
    connected: list[Record] = field(default_factory=list)


def of_day(rows: CalendarRows, today: date, language: str, reader: Person, *, limit: int = 6) -> Today:
    """What a day says: records dated on it in other years by either calendar; else records by keyword or place."""
    named = [day for day in rows.days if days.occurrences(day, today, today)]
    found = Today(today, lunar.of(today), named, Workdays().holiday(today, language))
    shown = Record.objects.naming_names(reader).filter(date_to=F("date_from"))
    solar = [_in_year(today, year) for year in range(FIRST_RECORDED_YEAR, today.year)]
    found.same_day = list(shown.filter(date_from__in=[day for day in solar if day]).order_by("date_from")[:limit])
    old = lunar.same_lunar_day(today, range(lunar.FIRST_YEAR, today.year + 1))
    found.same_lunar_day = list(
        shown.filter(date_from__in=[day for day in old if day < today]).order_by("date_from")[:limit]
    )
    if not found.same_day and not found.same_lunar_day:
        found.connected = connected(
            named or [each.day for each in coming(rows, language, today, limit=2)], reader, limit
        )
    return found


def connected(named: "Iterable[Day]", reader: Person, limit: int) -> list[Record]:
    """Records joined to some days by a keyword or a place, digitised ones first."""
    words = [word for day in named for word in day.keyword_list()]
    if not words:
        return []
    rows = Record.objects.naming_names(reader).filter(
        Q(tags__name__in=words) | Q(places__name__in=words), level__in=("file", "item")
    )
    return list(rows.with_scans().order_by("-has_scans", "path").distinct()[:limit])


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None  # 29 February


def season_theme(seasons: "QuerySet[Season]", today: date, among: Container[str]) -> str:
    """The theme that the whole site wears today, of those that there are; where seasons meet, the nearest day's."""
    held = [
        (season.distance(today), season.theme)
        for season in seasons.select_related("day")
        if season.theme in among and season.holds(today)
    ]
    return min(held)[1] if held else ""
