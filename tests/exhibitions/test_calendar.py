"""The clock driven through openings, closings, downtime and the turn of the year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from catalog.records.actions.access import publish, reclassify, withdraw
from exhibitions import programme
from exhibitions.actions import calendar, tasks
from exhibitions.models import CuratorTask, Day, Occasion, Run, calendar_rows
from tests.exhibitions.conftest import block, items, plate, zoom
from tests.factories import make_record


def at(day: str, hour: int = 9) -> datetime:
    """A moment in Vietnam."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+07:00")


def status(client, page) -> int:
    return client.get(page.url).status_code


def test_it_opens_on_its_day_and_closes_after_its_last_once_each(client, exhibition, national_day):
    page = exhibition(day=national_day, before=7, after=3)
    assert status(client, page) == 404

    assert calendar.follow_calendar(at("2026-08-25", 23))["opened"] == 0
    assert status(client, page) == 404
    assert calendar.follow_calendar(at("2026-08-26", 0))["opened"] == 1
    assert calendar.follow_calendar(at("2026-08-26", 1))["opened"] == 0
    assert status(client, page) == 200
    assert calendar.follow_calendar(at("2026-09-05", 23))["closed"] == 0
    assert calendar.follow_calendar(at("2026-09-06", 0))["closed"] == 1
    assert calendar.follow_calendar(at("2026-09-06", 1))["closed"] == 0

    run = Run.objects.get(falls_on=date(2026, 9, 2))
    assert (run.opens_on, run.closes_on) == (date(2026, 8, 26), date(2026, 9, 5))
    # the permanent collection keeps what was open once
    assert status(client, page) == 200


def test_the_day_begins_in_vietnam_not_in_greenwich(client, exhibition, national_day):
    page = exhibition(day=national_day, before=0)

    calendar.follow_calendar(datetime(2026, 9, 1, 16, 59, tzinfo=UTC))
    assert status(client, page) == 404
    calendar.follow_calendar(datetime(2026, 9, 1, 17, 0, tzinfo=UTC))

    assert status(client, page) == 200


def test_after_a_downtime_it_opens_late_and_only_once(client, exhibition, national_day):
    page = exhibition(day=national_day)
    calendar.follow_calendar(at("2026-08-01"))

    done = calendar.follow_calendar(at("2026-09-04"))

    assert (done["opened"], done["missed"]) == (1, 0)
    assert status(client, page) == 200


def test_a_run_that_passed_while_nothing_was_running_is_missed_and_never_opened(client, exhibition, national_day):
    page = exhibition(day=national_day)
    calendar.follow_calendar(at("2026-08-01"))

    done = calendar.follow_calendar(at("2026-10-01"))

    assert (done["opened"], done["missed"], done["closed"]) == (0, 1, 0)
    assert calendar.follow_calendar(at("2026-10-02"))["missed"] == 0
    assert status(client, page) == 404


def test_it_comes_back_every_year_also_over_new_year(exhibition):
    day = Day.objects.get(name="Tết Dương lịch")
    page = exhibition(day=day, before=10, after=5)
    calendar.follow_calendar(at("2026-12-01"))

    assert calendar.follow_calendar(at("2026-12-22"))["opened"] == 1
    assert calendar.follow_calendar(at("2027-01-01"))["closed"] == 0
    assert calendar.follow_calendar(at("2027-01-07"))["closed"] == 1
    assert calendar.follow_calendar(at("2027-12-22"))["opened"] == 1
    runs = Run.objects.filter(exhibition=page.translation_key).exclude(opened_at=None)
    assert [run.falls_on.year for run in runs] == [2027, 2028]


def test_two_workers_open_a_run_once(exhibition, national_day):
    exhibition(day=national_day)
    calendar.follow_calendar(at("2026-08-01"))
    pk = Run.objects.due(date(2026, 9, 1)).get().pk

    first = calendar._begin(pk, at("2026-09-01"), date(2026, 9, 1))
    second = calendar._begin(pk, at("2026-09-01"), date(2026, 9, 1))

    assert (first, second) == ("opened", "nothing")


def occasion(day, **fields) -> list[int]:
    made = Occasion(day=day, **fields)
    made.full_clean(exclude=["page"])
    return [each.year for each in made.falls_on(date(2024, 1, 1), date(2036, 12, 31))]


def test_every_year_certain_years_or_round_ones(national_day):
    assert len(occasion(national_day)) == 13
    assert occasion(national_day, recurrence="years", years="2026, 2030") == [2026, 2030]
    assert occasion(national_day, recurrence="round", step=5) == [2025, 2030, 2035]
    assert occasion(national_day, recurrence="round", step=10) == [2025, 2035]


@pytest.mark.parametrize(
    "fields",
    [{"recurrence": "years"}, {"recurrence": "years", "years": "mai"}, {"opens_before": 900}],
)
def test_an_occasion_that_says_nothing_is_refused_in_words(national_day, fields):
    with pytest.raises(ValidationError):
        occasion(national_day, **fields)


def test_round_years_need_a_year_to_count_from(db):
    with pytest.raises(ValidationError):
        occasion(Day.objects.get(name="Tết Nguyên đán"), recurrence="round")


def test_a_day_that_no_month_has_is_refused(db):
    with pytest.raises(ValidationError):
        Day(name="x", day=31, month=4).full_clean()
    with pytest.raises(ValidationError):
        Day(name="x", calendar="lunar", day=31, month=1).full_clean()


def test_changed_plans_move_what_has_not_opened_and_leave_what_has(exhibition, national_day):
    page = exhibition(day=national_day, before=7)
    calendar.follow_calendar(at("2026-08-27"))
    held = page.occasions.get()
    held.opens_before, held.stays_after = 20, 2
    held.save()

    calendar.follow_calendar(at("2026-08-28"))

    this, following = Run.objects.filter(exhibition=page.translation_key)[:2]
    assert this.opened_at is not None
    assert this.closes_on == date(2026, 9, 4)
    assert following.opens_on == date(2027, 8, 13)
    held.delete()
    calendar.follow_calendar(at("2026-08-29"))
    assert list(Run.objects.filter(exhibition=page.translation_key)) == [this]


def test_a_draft_is_not_opened_by_the_calendar(client, exhibition, national_day):
    page = exhibition(day=national_day, live=False)

    assert calendar.follow_calendar(at("2026-09-01"))["opened"] == 0
    assert status(client, page) == 404


def test_both_languages_open_together_by_the_vietnamese_page(client, exhibition, national_day):
    vi = exhibition(day=national_day)
    en = exhibition(language="en", key=vi.translation_key, title="Land and people")
    assert status(client, en) == 404

    calendar.follow_calendar(at("2026-09-01"))

    assert status(client, vi) == status(client, en) == 200
    assert Run.objects.exclude(opened_at=None).count() == 1


def test_what_would_not_be_shown_holds_the_opening_until_it_is_answered(
    client, exhibition, national_day, shown, curator, archivist
):
    page = exhibition(day=national_day, story=[plate(shown)])
    withdraw(shown, reason="Thử", by=archivist, at=at("2026-08-01"))

    assert calendar.follow_calendar(at("2026-08-26"))["held"] == 1
    assert calendar.follow_calendar(at("2026-08-26"))["held"] == 1
    assert status(client, page) == 404
    assert CuratorTask.objects.get().trouble == "closed"
    client.force_login(curator)
    told = client.get(f"/desk/exhibitions/watch/{page.translation_key}/").content.decode()
    assert shown.title in told
    block = page.story[0].id
    client.post(
        f"/desk/exhibitions/watch/{page.translation_key}/answer/",
        {"block": f"{block}:0", "record": shown.key, "trouble": "closed"},
    )
    client.logout()

    assert calendar.follow_calendar(at("2026-08-27"))["opened"] == 1
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert shown.title not in answer.content.decode()


def test_a_record_that_opens_again_lifts_the_hold(exhibition, national_day, shown, archivist):
    exhibition(day=national_day, story=[plate(shown)])
    withdraw(shown, reason="Thử", by=archivist, at=at("2026-08-01"))
    assert calendar.follow_calendar(at("2026-08-26"))["held"] == 1

    publish(shown, by=archivist, at=at("2026-08-26"))

    assert calendar.follow_calendar(at("2026-08-26", 10))["opened"] == 1


def test_the_command_looks_once_and_says_what_it_did(exhibition, capsys, db):
    today = datetime.now(UTC) + timedelta(hours=7)
    day = Day.objects.create(name="Ngày thử", day=today.day, month=today.month)
    exhibition(day=day)

    call_command("keep_calendar")
    call_command("keep_calendar")

    assert capsys.readouterr().out == "1 opened\n"


def test_the_programme_leads_with_the_great_day_and_keeps_the_past_by_year(exhibition, national_day, stranger):
    own = Day.objects.create(name="Ngày thành lập kho", name_en="Our day", day=1, month=9)
    great, small, standing = (
        exhibition(day=national_day, title="Lớn"),
        exhibition(day=own, title="Nhỏ"),
        exhibition(title="Luôn mở"),
    )
    calendar.follow_calendar(at("2026-08-27"))

    found = programme.of(calendar_rows(), "vi", stranger, date(2026, 8, 27))
    assert [card.page for card in found.on_now] == [great, small, standing]
    assert found.past == []
    assert [each.day for each in found.coming[:2]] == [own, national_day]
    assert found.coming[1].days_left == 6

    calendar.follow_calendar(at("2026-12-01"))
    found = programme.of(calendar_rows(), "vi", stranger, date(2026, 12, 1))
    assert [card.page for card in found.on_now] == [standing]
    assert [(year, {card.page for card in cards}) for year, cards in found.past] == [(2026, {great, small})]


def test_lunar_days_ahead_say_their_lunar_date(db, client, houses):
    found = {each.day.name: each for each in programme.coming(calendar_rows(), "vi", date(2027, 4, 4), limit=9)}

    kings = found["Ngày Giỗ Tổ Hùng Vương"]
    assert (kings.falls_on, kings.days_left) == (date(2027, 4, 16), 12)
    assert kings.lunar[:2] == (10, 3)


def test_a_withdrawal_during_the_run_asks_the_curator_once(exhibition, shown, archivist, curator):
    page = exhibition(chapters=[[plate(shown)]])
    unseen = exhibition(chapters=[[plate(shown)]], live=False)

    for _ in range(2):
        withdraw(shown.get_parent(), reason="Thử", by=archivist, at=at("2026-11-22"))

    task = CuratorTask.objects.get()
    assert task.page.specific.exhibition == page
    assert unseen not in {task.page.specific.exhibition}
    tasks.finish(task, by=curator, at=at("2026-11-22"))
    assert not CuratorTask.objects.filter(done_at=None).exists()


def test_what_was_on_for_two_days_still_leads_by_its_nearest(exhibition, stranger):
    first, second = (
        Day.objects.get(name__startswith="Ngày Giải phóng miền Nam"),
        Day.objects.get(name="Ngày Quốc tế Lao động"),
    )
    both = exhibition(day=first, before=10, after=10, title="Hai dịp")
    both.occasions.create(day=second, opens_before=10, stays_after=10)
    other = exhibition(day=Day.objects.get(name="Ngày Chiến thắng Điện Biên Phủ"), before=10, title="Một dịp")
    calendar.follow_calendar(at("2026-04-29"))

    found = programme.of(calendar_rows(), "vi", stranger, date(2026, 4, 30))

    assert [card.page for card in found.on_now] == [both, other]


def test_an_occasion_on_a_translation_neither_binds_nor_opens(client, exhibition, national_day):
    vi = exhibition(title="Luôn mở")
    exhibition(language="en", key=vi.translation_key, day=national_day, live=False)
    assert status(client, vi) == 200

    en = exhibition(language="en", key=exhibition(title="Cũng luôn mở").translation_key, day=national_day)
    calendar.follow_calendar(at("2026-08-01"))

    assert status(client, en) == 200
    assert not Run.objects.exists()


def test_an_answer_is_for_one_record_in_one_block(exhibition, national_day, shown, record, curator, archivist):
    page = exhibition(day=national_day, story=[plate(shown)])
    withdraw(shown, reason="Thử", by=archivist, at=at("2026-08-01"))
    tasks.answer(
        page.translation_key,
        f"{page.story[0].id}:0",
        shown.key,
        "closed",
        by=curator,
        at=at("2026-08-02"),
    )
    other = make_record(record, title="Khác", access="closed")
    page.story[0].value["record"] = other
    page.save()

    assert calendar.follow_calendar(at("2026-08-27"))["held"] == 1


def test_a_trouble_that_turns_into_another_is_not_over(exhibition, shown, archivist):
    exhibition(chapters=[[plate(shown)]])
    reclassify(shown, to="on_request", reason="x", by=archivist, at=at("2026-11-22"))
    withdraw(shown, reason="mật", by=archivist, at=at("2026-11-23"))

    tasks.close_settled(at=at("2026-11-23"))

    assert set(CuratorTask.objects.filter(done_at=None).values_list("trouble", flat=True)) == {"on_request", "closed"}
    reclassify(shown, to="open", reason="", by=archivist, at=at("2026-11-24"))
    assert not CuratorTask.objects.filter(done_at=None).exists()


def test_a_name_on_a_map_is_settled_once_the_name_may_be_told(exhibition, shown, archivist):
    place = {"spot": "16.46,107.59", "name": "Huế", "text": "", "record": shown.pk, "page": 1}
    exhibition(chapters=[[block("map", {"title": "", "former": False, "places": items(place)})]])
    withdraw(shown, reason="x", by=archivist, at=at("2026-11-22"))
    assert CuratorTask.objects.filter(done_at=None).count() == 1

    reclassify(shown, to="on_request", reason="y", by=archivist, at=at("2026-11-23"))

    assert not CuratorTask.objects.filter(done_at=None).exists()


def test_tasks_of_a_record_that_opens_again_close_by_themselves(exhibition, shown, archivist):
    exhibition(story=[plate(shown)])
    withdraw(shown, reason="Thử", by=archivist, at=at("2026-11-20"))
    assert CuratorTask.objects.filter(done_at=None).count() == 1

    publish(shown, by=archivist, at=at("2026-11-21"))
    calendar.follow_calendar(at("2026-11-21"))

    assert CuratorTask.objects.filter(done_at=None).count() == 0


@pytest.mark.parametrize("trouble", ["no_scans", "undrawn"])
def test_a_task_whose_trouble_stands_is_opened_once_and_closed_once(exhibition, national_day, shown, record, trouble):
    """A record that everybody may see can still lack its page, or the region be not drawn."""
    if trouble == "no_scans":
        story = [plate(make_record(record, title="Chưa số hóa"))]
    else:
        story = [zoom(shown, "5000,5000,10,10")]
    page = exhibition(day=national_day, story=story)

    for minute in range(4):
        calendar.follow_calendar(at("2026-08-26", minute))

    task = CuratorTask.objects.get()
    assert (task.trouble, task.done_at) == (trouble, None)
    page.story = [("text", "<p>x</p>")]
    page.save_revision().publish()
    for minute in range(5, 8):
        calendar.follow_calendar(at("2026-08-26", minute))
    assert CuratorTask.objects.get().done_at is not None


@pytest.mark.parametrize("door", ["publish", "scheduled"])
def test_a_standing_exhibition_does_not_open_with_what_cannot_be_shown_by_any_door(
    client, exhibition, shown, archivist, door
):
    withdraw(shown, reason="Thử", by=archivist, at=at("2026-11-20"))
    page = exhibition(story=[plate(shown)], live=False)
    if door == "scheduled":
        page.go_live_at = datetime(2026, 11, 1, tzinfo=UTC)
        page.save_revision(approved_go_live_at=page.go_live_at)
        call_command("publish_scheduled", verbosity=0)
    else:
        page.get_latest_revision().publish()

    page.refresh_from_db()
    assert not page.live
    assert CuratorTask.objects.filter(page_id=page.pk).count() == 1


def test_an_exhibition_that_is_deleted_leaves_no_run_and_its_day_may_go(client, exhibition, admin_user):
    today = datetime.now(UTC) + timedelta(hours=7)
    day = Day.objects.create(name="Ngày thử", day=today.day, month=today.month)
    page = exhibition(day=day)
    call_command("keep_calendar")
    client.force_login(admin_user)
    refused = client.post(f"/desk/snippets/exhibitions/day/delete/{day.pk}/", follow=True)
    assert refused.status_code == 200
    assert Day.objects.filter(pk=day.pk).exists()

    page.delete()
    client.post(f"/desk/snippets/exhibitions/day/delete/{day.pk}/")

    assert not Run.objects.exists()
    assert not Day.objects.filter(pk=day.pk).exists()
