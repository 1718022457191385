"""Visits: the calendar, seats held and booked, days that close."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from catalog.models import DeclaredDay
from portal.reading_room.models import OpeningHours, RoomRules, Seat, Visit
from portal.reading_room.upkeep import do_due_work
from portal.reading_room.visits import actions as visits
from portal.reading_room.visits import hours
from tests.factories import UserFactory

# Friday; Tuesday the 24th of November is a holiday
FRIDAY = datetime(2026, 11, 20, 3, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def hold(reader, *, day=MONDAY, part="am", kind="desk", at=FRIDAY):
    return visits.hold(reader=reader, day=day, part=part, kind=kind, at=at)


def book(reader, **slot):
    at = slot.get("at", FRIDAY)
    return visits.book(hold(reader, **slot), by=reader, at=at)


def test_the_calendar_knows_hours_holidays_and_free_seats(room, researcher):
    book(researcher)

    days = {each.day: each for each in hours.days(FRIDAY, "vi")}

    assert [(half.part, half.free) for half in days[MONDAY].halves] == [
        ("am", {"desk": 1, "map": 1}),
        ("pm", {"desk": 2, "map": 1}),
    ]
    assert days[TUESDAY].halves == []
    assert "Văn hóa" in days[TUESDAY].why_closed
    assert days[date(2026, 11, 21)].halves == []
    assert len(days) == RoomRules.load().days_ahead + 1


def test_what_has_begun_can_be_booked_until_it_closes(room, researcher):
    ten, noon = FRIDAY, FRIDAY + timedelta(hours=2)
    today = date(2026, 11, 20)

    assert hold(researcher, day=today, at=ten).day == today
    with pytest.raises(visits.NoSeat):
        hold(researcher, day=today, at=noon)
    assert [half.part for half in hours.days(noon, "vi")[0].halves] == ["pm"]


@pytest.mark.parametrize(
    "slot",
    [
        {"day": TUESDAY},
        {"day": date(2026, 11, 22)},
        {"day": date(2026, 11, 19)},
        {"day": date(2027, 11, 22)},
        {"part": "night"},
        {"kind": "throne"},
        {"kind": "computer"},
    ],
)
def test_there_is_no_seat_when_the_room_is_closed_or_has_none(room, researcher, slot):
    with pytest.raises(visits.NoSeat):
        hold(researcher, **slot)
    assert not Visit.objects.exists()


def test_new_hours_hold_from_their_day(room, researcher):
    OpeningHours.objects.filter(weekday=0, part="am").update(valid_to=date(2026, 11, 29))

    assert hold(researcher, day=MONDAY)
    with pytest.raises(visits.NoSeat):
        hold(researcher, day=date(2026, 11, 30))


def test_a_seat_is_held_for_twenty_minutes_and_then_free_again(room, researcher, other_researcher):
    Seat.objects.filter(label="Bàn 2").update(in_service=False)
    held = hold(researcher)
    assert held.held_until == FRIDAY + timedelta(minutes=20)
    with pytest.raises(visits.NoSeat):
        hold(other_researcher, at=FRIDAY + timedelta(minutes=19))

    assert hold(other_researcher, at=FRIDAY + timedelta(minutes=20)).reader == other_researcher
    with pytest.raises(visits.NoSeat):
        visits.book(held, by=researcher, at=FRIDAY + timedelta(minutes=21))


def test_a_reader_holds_one_seat_at_a_time_and_books_no_more_than_the_rules_allow(room, researcher):
    RoomRules.objects.update_or_create(pk=RoomRules.load().pk, defaults={"visits_at_once": 2})
    hold(researcher)
    hold(researcher, part="pm")
    assert Visit.objects.count() == 1
    book(researcher)
    with pytest.raises(visits.NoSeat):
        hold(researcher, kind="map")  # the same half day
    book(researcher, part="pm")
    with pytest.raises(visits.NoSeat):
        hold(researcher, day=date(2026, 11, 25))


def test_a_visit_is_booked_cancelled_and_told_with_an_entry_for_the_calendar(
    room, researcher, do_after_commit, mailoutbox
):
    with do_after_commit():
        visit = book(researcher)
    with do_after_commit():
        visits.cancel(visit, by=researcher, at=FRIDAY)

    booked, cancelled = mailoutbox
    entry = Calendar.from_ical(booked.attachments[0].content)
    event = entry.walk("VEVENT")[0]
    assert entry["METHOD"] == "PUBLISH"
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(2026, 11, 23, 1, tzinfo=UTC)
    gone = Calendar.from_ical(cancelled.attachments[0].content)
    assert gone["METHOD"] == "CANCEL"
    assert gone.walk("VEVENT")[0]["UID"] == event["UID"]
    with pytest.raises(visits.NoSeat):
        visits.cancel(visit, by=researcher, at=FRIDAY)


def test_a_holiday_declared_after_booking_cancels_and_tells(room, researcher, do_after_commit, mailoutbox):
    day = timezone.localdate() + timedelta(days=1)
    while day.weekday() > 4 or hours.Timetable().on(day, "am") is None:
        day += timedelta(days=1)
    visit = book(researcher, day=day, at=timezone.now())

    with do_after_commit():
        DeclaredDay.objects.create(on=day, declared="off", reason="Bão")

    visit.refresh_from_db()
    assert visit.state == "moved_out"
    assert [message.to for message in mailoutbox] == [[researcher.email]]
    assert f"{day:%d/%m/%Y}" in mailoutbox[0].subject
    assert do_due_work(at=timezone.now())["visits"] == 0


# -- pages -----------------------------------------------------------------------------------------


def workday() -> date:
    day = timezone.localdate() + timedelta(days=2)
    while hours.Timetable().on(day, "am") is None:
        day += timedelta(days=1)
    return day


def test_a_reader_books_on_the_page_and_cancels(client, room, researcher):
    client.force_login(researcher)
    day = workday().isoformat()
    assert day in client.get("/reading-room/visits/").content.decode()

    answer = client.post("/reading-room/visits/hold/", {"day": day, "part": "am", "kind": "desk"}, follow=True)

    assert "Bàn 1" in answer.content.decode()
    visit = Visit.objects.get()
    assert visit.state == "booked"
    assert client.get(f"/reading-room/visits/{visit.pk}/entry.ics").content.startswith(b"BEGIN:VCALENDAR")
    client.post(f"/reading-room/visits/{visit.pk}/cancel/")
    visit.refresh_from_db()
    assert visit.state == "cancelled"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"day": "morgen"},
        {"day": "2026-13-40"},
        {"day": "2999-01-01", "part": "am", "kind": "desk"},
    ],
)
def test_bad_days_are_answered_in_words(client, room, researcher, form):
    client.force_login(researcher)

    answer = client.post("/reading-room/visits/hold/", form, follow=True)

    assert answer.status_code == 200
    assert not Visit.objects.exists()


def test_another_readers_visit_answers_as_none(client, room, researcher, other_researcher):
    visit = book(researcher)
    client.force_login(other_researcher)

    assert client.get(f"/reading-room/visits/{visit.pk}/entry.ics").status_code == 404
    assert client.post(f"/reading-room/visits/{visit.pk}/cancel/").status_code == 404


def test_without_hours_or_seats_the_page_says_so(client, db):
    assert "chưa công bố" in client.get("/reading-room/visits/").content.decode()


def test_the_calendar_asks_few_questions_however_many_visits_there_are(client, room, django_assert_max_num_queries):
    day = workday()
    Seat.objects.bulk_create([Seat(label=f"Ghế {n}", kind="desk") for n in range(200)])
    seats = list(Seat.objects.all())
    for seat in seats:
        Visit.objects.create(
            reader=UserFactory(),
            seat=seat,
            day=day,
            part="am",
            opens=time(8),
            closes=time(11),
            state="booked",
        )

    with django_assert_max_num_queries(20):
        assert client.get("/reading-room/visits/").status_code == 200


def test_the_desk_sees_who_comes_and_welcomes_them(client, room, researcher, officer, archivist):
    visit = book(researcher, day=workday(), at=timezone.now())
    client.force_login(officer)
    assert "Độc giả thử" in client.get("/desk/visits/").content.decode()
    client.post(f"/desk/visits/{visit.pk}/welcome/")
    visit.refresh_from_db()
    assert visit.state == "booked"  # it is not today
    Visit.objects.update(day=timezone.localdate())
    client.post(f"/desk/visits/{visit.pk}/welcome/")
    visit.refresh_from_db()
    assert visit.state == "came"

    client.force_login(archivist)
    assert client.get("/desk/visits/").status_code in (302, 403)


def test_a_day_that_closes_leaves_the_visits_that_are_over(room, researcher):
    morning = book(researcher)
    evening = datetime(2026, 11, 23, 12, tzinfo=UTC)
    DeclaredDay.objects.create(on=MONDAY, declared="off", reason="Bão")

    assert visits.follow_days(at=evening) == 0

    assert Visit.objects.get(pk=morning.pk).state != "moved_out"
