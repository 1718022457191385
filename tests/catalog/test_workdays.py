"""Working days: weekends, holidays, swap days, and what the archive declares."""

from datetime import date

import pytest
from django.urls import reverse

from catalog.models import DeclaredDay
from catalog.workdays.counting import Workdays

pytestmark = pytest.mark.django_db

SATURDAY_WORKED, MONDAY_OFF = date(2026, 8, 22), date(2026, 8, 31)


def declare(on: date, declared: str, **fields) -> DeclaredDay:
    return DeclaredDay.objects.create(on=on, declared=declared, reason="Theo thông báo", **fields)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 24), False),  # Vietnam Culture Day
        (SATURDAY_WORKED, True),
        (MONDAY_OFF, False),
        (date(2027, 2, 10), False),  # the fifth day of Tết
    ],
)
def test_weekends_holidays_and_announced_swap_days_are_known(day, is_working):
    assert Workdays().is_working(day) is is_working


def test_holidays_have_names_in_both_languages():
    days = Workdays()

    assert days.holiday(date(2026, 9, 2), "vi") == "Quốc khánh"
    assert days.holiday(date(2026, 9, 2), "en") == "National Day"
    assert days.holiday(date(2026, 11, 25), "vi") == ""


def test_what_was_declared_wins_over_what_is_known():
    declare(date(2026, 11, 25), "off", reason_en="Storm")
    declare(date(2026, 11, 24), "working")
    days = Workdays()

    assert not days.is_working(date(2026, 11, 25))
    assert days.holiday(date(2026, 11, 25), "vi") == "Theo thông báo"
    assert days.holiday(date(2026, 11, 25), "en") == "Storm"
    assert days.is_working(date(2026, 11, 24))
    assert days.holiday(date(2026, 11, 24), "vi") == ""


def test_working_days_are_counted_over_weekends_holidays_and_new_year():
    days = Workdays()

    # from Friday: Monday, then Tuesday the 24th is a holiday
    assert days.after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert days.after(date(2026, 11, 20), 2) == date(2026, 11, 25)
    assert days.after(date(2026, 12, 30), 2) == date(2027, 1, 4)
    assert days.after(date(2026, 11, 20), 0) == date(2026, 11, 20)


def test_an_officer_corrects_the_days_at_the_desk(client, officer):
    client.force_login(officer)
    address = reverse("wagtailsnippets_catalog_declaredday:add")

    answer = client.post(address, {"on": "25/11/2026", "declared": "off", "reason": "Bão số 12"}, follow=True)

    assert answer.status_code == 200
    assert not Workdays().is_working(date(2026, 11, 25))
    wrong = client.post(address, {"on": "31/02/2026", "declared": "off", "reason": "x"})
    assert "31/02/2026" in wrong.content.decode()  # nothing typed is lost or guessed
    assert DeclaredDay.objects.count() == 1


def test_a_reader_may_not(client, researcher):
    client.force_login(researcher)

    answer = client.get(reverse("wagtailsnippets_catalog_declaredday:add"))

    assert answer.status_code in (302, 403)
    assert not DeclaredDay.objects.exists()


def test_the_days_of_a_year_that_differ_from_the_week_are_listed_with_their_reasons():
    declare(date(2026, 6, 1), "off")
    declare(date(2026, 6, 6), "working")

    declare(date(2028, 3, 1), "off")
    listed = {day: (reason, works) for day, reason, works in Workdays().special(2026, "vi")}
    assert {day.year for day in listed} == {2026}

    assert listed[date(2026, 9, 2)] == ("Quốc khánh", False)
    assert listed[SATURDAY_WORKED] == ("", True)
    assert listed[date(2026, 6, 1)] == ("Theo thông báo", False)
    assert listed[date(2026, 6, 6)] == ("Theo thông báo", True)
    assert str(DeclaredDay.objects.get(on=date(2026, 6, 1))).startswith("01/06/2026")
