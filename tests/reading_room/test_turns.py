"""Whose turn it is: deadlines in working days, questions that stop the clock, notes, who works on what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from catalog.models import DeclaredDay
from portal.reading_room.models import AccessRequest, Dossier, ServiceTerm, Word
from portal.reading_room.requests import permissions
from portal.reading_room.requests.actions import asking, decisions
from portal.reading_room.rules.errors import NotAllowedNow
from tests.factories import make_record
from tests.reading_room.asking import approve, ask

# a Thursday; Tuesday the 24th of November is a holiday
THURSDAY = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)


@pytest.fixture
def file(record):
    return make_record(record, title="Hồ sơ cán bộ", access="on_request", reference_code="PT.9")


@pytest.fixture
def asked(file, researcher):
    return ask(file, by=researcher, at=THURSDAY)


def fresh(access_request) -> AccessRequest:
    return AccessRequest.objects.get(pk=access_request.pk)


def test_a_decision_is_due_in_seven_working_days(asked):
    # Fri 20, Mon 23, Wed 25, Thu 26, Fri 27, Mon 30, Tue 1
    assert asked.due_on == date(2026, 12, 1)


def test_what_is_sent_on_a_weekend_or_just_before_midnight_counts_from_that_day(file, researcher):
    late = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)  # a minute to midnight on Friday in Vietnam

    asked = ask(file, by=researcher, at=late)
    assert asked.due_on == date(2026, 12, 2)
    asking.cancel(asked, by=researcher, at=late)
    again = ask(file, by=researcher, at=late + timedelta(minutes=2))
    assert again.due_on == date(2026, 12, 2)


def test_a_new_term_holds_from_its_day_and_not_before(file, researcher, other_researcher):
    ServiceTerm.objects.create(
        service="conditional", working_days=2, valid_from=date(2026, 11, 20), basis="Nghị định mới"
    )
    before = ask(file, by=researcher, at=THURSDAY)
    after = ask(file, by=other_researcher, at=THURSDAY + timedelta(days=1))

    assert before.due_on == date(2026, 12, 1)
    assert after.due_on == date(2026, 11, 25)


def test_days_declared_later_move_what_waits_and_nothing_that_is_done(
    asked, file, other_researcher, officer, second_officer, django_capture_on_commit_callbacks
):
    done = ask(file, by=other_researcher, at=THURSDAY)
    approve(done, first=second_officer, second=officer, at=THURSDAY, until=THURSDAY + timedelta(days=3))

    with django_capture_on_commit_callbacks(execute=True):
        storm = DeclaredDay.objects.create(on=date(2026, 11, 25), declared="off", reason="Bão")
    assert fresh(asked).due_on == date(2026, 12, 2)
    assert fresh(done).due_on == date(2026, 12, 1)
    with django_capture_on_commit_callbacks(execute=True):
        storm.delete()
    assert fresh(asked).due_on == date(2026, 12, 1)


def test_a_question_stops_the_clock_until_the_answer(asked, officer, researcher, do_after_commit, mailoutbox):
    monday = THURSDAY + timedelta(days=4)
    with do_after_commit():
        decisions.ask_back(asked, by=officer, at=monday, text="Xin cho biết tên cha ông.")

    paused = fresh(asked)
    assert (paused.state, paused.days_left) == ("needs_info", 5)  # Wed, Thu, Fri, Mon, Tue
    assert paused.due_on == date(2026, 12, 8)  # ten working days for the reader
    letter = next(each for each in mailoutbox if each.to == [researcher.email])
    assert "08/12/2026" in letter.body
    assert "tên cha ông" not in letter.body
    with do_after_commit():
        asking.answer(paused, by=researcher, at=monday + timedelta(days=7), text="Nguyễn Văn A")
    resumed = fresh(asked)
    assert (resumed.state, resumed.days_left) == ("submitted", None)
    assert resumed.due_on == date(2026, 12, 7)  # Tue 1, Wed, Thu, Fri, Mon 7
    assert any(each.to == [officer.email] for each in mailoutbox)


def test_a_late_archive_is_late_when_the_answer_has_come(asked, officer, researcher):
    late = datetime(2026, 12, 14, 3, tzinfo=UTC)
    decisions.ask_back(asked, by=officer, at=late, text="?")
    asking.answer(fresh(asked), by=researcher, at=late + timedelta(days=2), text="Đây.")

    assert fresh(asked).due_on == date(2026, 12, 16)


def test_only_the_reader_answers_and_only_when_asked(asked, officer, researcher, other_researcher):
    with pytest.raises(NotAllowedNow):
        asking.answer(asked, by=researcher, at=THURSDAY, text="x")
    decisions.ask_back(asked, by=officer, at=THURSDAY, text="?")
    with pytest.raises(AccessRequest.DoesNotExist):
        asking.answer(asked, by=other_researcher, at=THURSDAY, text="x")
    with pytest.raises(NotAllowedNow):
        decisions.ask_back(fresh(asked), by=officer, at=THURSDAY, text="?")
    with pytest.raises(NotAllowedNow):
        decisions.approve(fresh(asked), by=officer, at=THURSDAY, until=THURSDAY + timedelta(days=1))


def test_without_an_answer_it_can_be_refused_and_the_reader_cannot_ask_twice_meanwhile(
    asked, file, officer, researcher
):
    decisions.ask_back(asked, by=officer, at=THURSDAY, text="?")

    with pytest.raises(permissions.CannotAsk):
        ask(file, by=researcher, at=THURSDAY)
    done = decisions.refuse(fresh(asked), by=officer, at=THURSDAY, reason="no-answer", reply="Không có trả lời.")
    assert done.state == "refused"


def test_notes_and_assignment_are_for_officers(asked, officer, archivist, researcher):
    for person in (archivist, researcher):
        with pytest.raises(PermissionDenied):
            decisions.note(asked, by=person, at=THURSDAY, text="x")
        with pytest.raises(PermissionDenied):
            decisions.assign(asked, to=person, by=officer)
        with pytest.raises(PermissionDenied):
            decisions.assign(asked, to=officer, by=person)

    assert decisions.assign(asked, to=officer, by=officer).assigned_to == officer
    assert decisions.assign(asked, to=None, by=officer).assigned_to is None


# -- pages -----------------------------------------------------------------------------------------


def test_reader_and_officer_talk_on_their_pages_and_notes_stay_inside(client, asked, officer, researcher):
    desk, own = f"/desk/requests/{asked.pk}/", f"/reading-room/requests/{asked.pk}/"
    client.force_login(officer)
    client.post(f"{desk}note/", {"text": "Người này hay quên."})
    client.post(f"{desk}ask_back/", {"text": "Xin gửi tên cha ông."})
    client.post(f"{desk}assign/", {"to": officer.pk})

    client.force_login(researcher)
    html = client.get(own).content.decode()
    assert "Xin gửi tên cha ông." in html
    assert "Đến lượt bạn" in html
    assert "hay quên" not in html
    empty = client.post(own, {"text": " "}).content.decode()
    assert "Xin gửi tên cha ông." in empty
    assert fresh(asked).state == "needs_info"
    client.post(own, {"text": "Cha tôi là Nguyễn Văn A."})
    twice = client.post(own, {"text": "Cha tôi là Nguyễn Văn A."}, follow=True)
    assert twice.status_code == 200
    assert Word.objects.filter(kind="answer").count() == 1

    client.force_login(officer)
    html = client.get(desk).content.decode()
    for said in ("Người này hay quên.", "Xin gửi tên cha ông.", "Cha tôi là Nguyễn Văn A."):
        assert said in html


def test_another_reader_cannot_answer_nor_know(client, asked, officer, other_researcher):
    decisions.ask_back(asked, by=officer, at=THURSDAY, text="?")
    client.force_login(other_researcher)

    for answer in (
        client.get(f"/reading-room/requests/{asked.pk}/"),
        client.post(f"/reading-room/requests/{asked.pk}/", {"text": "Tôi đây."}),
        client.get("/reading-room/requests/999999/"),
    ):
        assert answer.status_code == 404
    assert not Word.objects.filter(kind="answer").exists()


@pytest.mark.parametrize("deed", ["ask_back", "note", "assign"])
def test_the_desks_deeds_are_for_officers(client, asked, archivist, researcher, deed):
    for person in (archivist, researcher):
        client.force_login(person)
        answer = client.post(f"/desk/requests/{asked.pk}/{deed}/", {"text": "x" * 5})
        assert answer.status_code in (302, 403)
    assert not Word.objects.exists()
    assert fresh(asked).state == "submitted"


def test_the_queue_begins_with_what_is_due_first_and_marks_what_is_late(
    client, file, record, officer, researcher, other_researcher, django_assert_max_num_queries
):
    other = make_record(record, access="on_request", reference_code="PT.10")
    now = timezone.now()
    young = ask(file, by=researcher, at=now)
    old = ask(other, by=other_researcher, at=now - timedelta(days=60))
    decisions.assign(old, to=officer, by=officer)
    client.force_login(officer)

    with django_assert_max_num_queries(20):
        html = client.get("/desk/requests/").content.decode()

    assert html.index("PT.10") < html.index("PT.9 ")
    assert html.count("quá hạn") == 1
    mine = client.get("/desk/requests/?mine=1").content.decode()
    assert f"/desk/requests/{old.pk}/" in mine
    assert f"/desk/requests/{young.pk}/" not in mine


@pytest.mark.hard
def test_the_queue_answers_with_ten_thousand_requests_in_few_questions(
    client, file, officer, researcher, django_assert_max_num_queries
):
    now = timezone.now()
    dossier = Dossier.objects.create(researcher=researcher, purpose="01", submitted_at=now)
    AccessRequest.objects.bulk_create(
        [
            AccessRequest(
                record=file,
                researcher=researcher,
                dossier=dossier,
                state="refused",
                reason="other",
                submitted_at=now,
                decided_at=now,
                due_on=date(2026, 12, 1),
            )
            for _ in range(10_000)
        ]
    )
    client.force_login(officer)

    for address in ("?state=refused", "?state=refused&p=400", "?state=refused&p=999999", ""):
        with django_assert_max_num_queries(20):
            assert client.get(f"/desk/requests/{address}").status_code == 200
