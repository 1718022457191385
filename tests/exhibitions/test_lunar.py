"""The lunar calendar against days that were computed from astronomy, not by a library."""

import csv
from datetime import date, timedelta

import pytest

from exhibitions.calendar import days, lunar, reigns
from exhibitions.models import Day
from tests import samples

# our own: public calendars of those years; real: computed from astronomy for more than fifty years
TABLES = [samples.HERE / "lunar.csv", *samples.real("domain/tet_gio_to.csv")]


def rows(path):
    with path.open() as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_tet_and_the_hung_kings_fall_as_astronomy_says_in_every_year(path, db):
    tet, kings = (
        Day.objects.get(name="Tết Nguyên đán"),
        Day.objects.get(name="Ngày Giỗ Tổ Hùng Vương"),
    )
    for row in rows(path):
        year = int(row["year"])
        first, last = date(year, 1, 1), date(year, 12, 31)
        assert days.occurrences(tet, first, last) == [date.fromisoformat(row["tet"])], year
        assert days.occurrences(kings, first, last) == [date.fromisoformat(row["gio_to"])], year
        assert str(lunar.leap_month(year) or "") == row["leap_month"], year


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_vietnam_reckons_for_its_own_meridian(path):
    differing = [row for row in rows(path) if row["tet"] != row["tet_if_computed_for_utc8"]]

    assert {row["year"] for row in differing} >= {"1985", "2007", "2030"}
    assert lunar.in_lunar_year(1, 1, 1968) == date(1968, 1, 29)


def test_a_feast_is_kept_in_the_regular_month_not_in_the_leap_one():
    # 2025 has month 6 twice
    assert lunar.leap_month(2025) == 6
    regular = lunar.in_lunar_year(10, 6, 2025)
    assert lunar.of(regular) == lunar.LunarDay(10, 6, 2025)
    again = regular + timedelta(days=29)
    while lunar.of(again)[:2] != (10, 6):
        again += timedelta(days=1)
    assert lunar.of(again).is_leap


def test_the_thirtieth_of_a_short_month_is_kept_on_its_last_day():
    for year in range(2020, 2035):
        eve = lunar.in_lunar_year(30, 12, year)
        assert eve + timedelta(days=1) == lunar.in_lunar_year(1, 1, year + 1)


def test_every_day_of_a_century_goes_there_and_back():
    day = date(1970, 1, 1)
    while day.year < 2070:
        here = lunar.of(day)
        if not here.is_leap:
            assert lunar.in_lunar_year(here.day, here.month, here.year) == day
        day += timedelta(days=17)


def test_days_before_the_calendar_in_use_are_not_reckoned():
    assert lunar.of(date(1945, 9, 2)) is None
    assert lunar.in_lunar_year(1, 1, 1945) is None
    assert lunar.same_lunar_day(date(1945, 9, 2), range(1900, 2030)) == []


def test_the_same_lunar_day_of_other_years():
    tet = date(2026, 2, 17)

    found = lunar.same_lunar_day(tet, range(1968, 2026))

    assert date(2025, 1, 29) in found
    assert tet not in found
    assert all(lunar.of(each)[:2] == (1, 1) for each in found)


def test_the_last_months_of_a_lunar_year_reach_into_the_next_solar_one(db):
    kitchen = Day(name="Ông Táo", calendar="lunar", day=23, month=12)

    assert days.occurrences(kitchen, date(2026, 1, 1), date(2027, 12, 31)) == [
        date(2026, 2, 10),
        date(2027, 1, 30),
    ]


def test_the_twenty_ninth_of_february_is_kept_every_year():
    leap = Day(name="x", calendar="solar", day=29, month=2)

    assert days.occurrences(leap, date(2027, 1, 1), date(2028, 12, 31)) == [
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("Tự Đức năm thứ 5", 1852),
        ("Tự Đức 5", 1852),
        ("Gia Long 4", 1805),
        ("Bảo Đại 20", 1945),
        ("năm 1945", None),
        ("Tự Đức", None),
        ("Tự Đức 0", None),
    ],
)
def test_reign_years_have_their_solar_year(written, year):
    assert reigns.year_of(written) == year
    assert (str(year) in reigns.explained(written)) == (year is not None)


def test_a_solar_year_that_is_written_already_is_not_said_twice():
    assert reigns.explained("Tự Đức 5 (1852)") == "Tự Đức 5 (1852)"
    assert lunar.leap_month(1900) is None
    assert lunar.in_lunar_year(1, 1, 1900) is None
    assert days.occurrences(Day(day=1, month=1, calendar="lunar"), date(1900, 1, 1), date(1901, 1, 1)) == []


def test_the_last_day_of_february_is_kept_in_a_common_year_too():
    leap_day = Day(day=29, month=2, calendar="solar")

    assert days.occurrences(leap_day, date(2027, 1, 1), date(2028, 12, 31)) == [date(2027, 2, 28), date(2028, 2, 29)]
