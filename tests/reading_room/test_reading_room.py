"""Ask, decide, see: each step, and each refusal."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog import access
from catalog.models import AccessGrant, Event
from catalog.records.actions import access as opening
from portal.reading_room.models import AccessRequest
from portal.reading_room.requests import permissions
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.states import STATES
from portal.reading_room.requests.vocabulary import STEPS, State
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.uses import USES
from portal.reading_room.rules.vocabulary import Actor, Use
from tests.conftest import NOON
from tests.factories import make_record
from tests.reading_room.asking import WORDS, approve, ask

FORM = {"purpose": "01", "purpose_text": WORDS, "fee_class": "10"}


@pytest.fixture
def file(record):
    return make_record(record, title="Hồ sơ cán bộ", access="on_request", reference_code="PT.9")


@pytest.fixture
def asked(file, researcher):
    return ask(file, by=researcher, at=NOON)


def test_the_table_of_steps_names_every_state_and_leaves_none_that_is_final():
    assert {state for step in STEPS for state in step} == set(State)
    assert {one for one, _other in STEPS}.isdisjoint({State.REFUSED, State.CANCELLED, State.REVOKED, State.CLOSED})


@pytest.mark.parametrize("actor", Actor)
@pytest.mark.parametrize("state", State)
def test_only_the_steps_of_the_table_can_be_taken_and_by_those_it_names(state, actor):
    for after, use in product(State, Use):
        access_request = AccessRequest(state=state, use=use)
        if actor in STEPS.get((state, after), ()) and USES[use].leaves in STATES[after].leaves:
            access_request.move_to(after, actor)
            assert access_request.state == after
        else:
            with pytest.raises(NotAllowedNow):
                access_request.move_to(after, actor)
            assert access_request.state == state


def test_approval_writes_decision_grant_and_event_together(
    asked, officer, second_officer, researcher, file, do_after_commit, mailoutbox
):
    until = NOON + timedelta(days=15)

    with do_after_commit():
        done = approve(asked, first=second_officer, second=officer, at=NOON, until=until, reply="Xin giữ gìn.")

    assert (done.state, done.decided_by, done.grant.ends_at) == ("approved", officer, until)
    assert access.may_see_content(researcher, file, at=NOON + timedelta(days=14))
    assert not access.may_see_content(researcher, file, at=until)
    assert set(Event.objects.filter(object_key=file.key).values_list("kind", flat=True)) >= {
        "access-granted",
        "request-decision",
    }
    letter = next(message for message in mailoutbox if message.to == [researcher.email])
    assert "Hồ sơ cán bộ" in letter.body
    assert "Xin giữ gìn." in letter.body


def test_refusal_needs_a_reason_and_opens_nothing(asked, officer, researcher, file):
    decisions.refuse(asked, by=officer, at=NOON, reason="fragile", reply="Tài liệu đang tu bổ.")

    assert not access.may_see_content(researcher, file, at=NOON)
    assert not AccessGrant.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.update(reason="")


def test_a_request_is_decided_once(asked, officer, second_officer):
    approve(asked, first=second_officer, second=officer, at=NOON, until=NOON + timedelta(days=1))

    with pytest.raises(NotAllowedNow):
        decisions.refuse(asked, by=officer, at=NOON, reason="other", reply="x")
    with pytest.raises(NotAllowedNow):
        approve(asked, first=second_officer, second=officer, at=NOON, until=NOON + timedelta(days=1))
    assert AccessGrant.objects.count() == 1


def test_only_officers_decide_and_never_for_themselves(asked, researcher, archivist, officer, second_officer, file):
    for person in (researcher, archivist):
        with pytest.raises(PermissionDenied):
            decisions.approve(asked, by=person, at=NOON, until=NOON + timedelta(days=1))
    AccessRequest.objects.filter(pk=asked.pk).update(researcher=officer)
    with pytest.raises(PermissionDenied):
        approve(asked, first=second_officer, second=officer, at=NOON, until=NOON + timedelta(days=1))


def test_one_waiting_request_a_reader_and_record(asked, file, researcher, other_researcher):
    with pytest.raises(permissions.CannotAsk):
        ask(file, by=researcher, at=NOON)

    assert ask(file, by=other_researcher, at=NOON).state == "submitted"


def test_open_and_closed_records_cannot_be_asked_for(record, researcher):
    closed = make_record(record, access="closed")
    for each in (record, closed):
        with pytest.raises(permissions.CannotAsk):
            ask(each, by=researcher, at=NOON)


def test_closing_the_record_answers_what_waits_and_ends_what_runs(
    asked,
    file,
    officer,
    second_officer,
    researcher,
    other_researcher,
    archivist,
    do_after_commit,
    mailoutbox,
):
    running = approve(asked, first=second_officer, second=officer, at=NOON, until=NOON + timedelta(days=30))
    waiting = ask(file, by=other_researcher, at=NOON)
    mailoutbox.clear()

    with do_after_commit():
        opening.withdraw(file.get_root(), reason="mật", by=archivist, at=NOON + timedelta(days=1))

    for each in (running, waiting):
        each.refresh_from_db()
        assert each.state == "revoked"
    assert sorted(message.to[0] for message in mailoutbox) == sorted([researcher.email, other_researcher.email])
    assert all("Hồ sơ cán bộ" not in message.body + message.subject for message in mailoutbox)


# -- the reader's pages ----------------------------------------------------------------------------


def test_a_stranger_is_led_to_sign_in(client, file):
    response = client.get(f"/reading-room/ask/{file.key}/")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")


def test_a_reader_asks_follows_and_takes_back(client, file, researcher):
    client.force_login(researcher)

    in_basket = client.post(f"/reading-room/ask/{file.key}/", {"use": "online", "wish": ""}, follow=True)
    assert "Hồ sơ cán bộ" in in_basket.content.decode()
    assert not AccessRequest.objects.exists()
    response = client.post("/reading-room/basket/", FORM, follow=True)
    assert "Hồ sơ cán bộ" in response.content.decode()
    access_request = AccessRequest.objects.get()
    again = client.get(f"/reading-room/ask/{file.key}/").content.decode()
    assert f"/reading-room/requests/{access_request.pk}/" in again
    client.post(f"/reading-room/requests/{access_request.pk}/cancel/")
    access_request.refresh_from_db()
    assert access_request.state == "cancelled"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {**FORM, "purpose": "99"},
        {**FORM, "purpose_text": "ngắn"},
        {**FORM, "purpose_text": "x" * 501},
        {**FORM, "fee_class": "11"},
    ],
)
def test_a_form_that_is_wrong_is_shown_again_and_nothing_is_sent(client, file, researcher, form):
    client.force_login(researcher)

    client.post(f"/reading-room/ask/{file.key}/", {"use": "online"})

    response = client.post("/reading-room/basket/", form)

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not AccessRequest.objects.exists()


def test_another_readers_request_answers_as_one_that_never_was(client, asked, other_researcher):
    client.force_login(other_researcher)

    assert client.get(f"/reading-room/requests/{asked.pk}/").status_code == 404
    assert client.post(f"/reading-room/requests/{asked.pk}/cancel/").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "submitted"


def test_after_closing_the_readers_list_no_longer_names_the_record(client, asked, researcher, archivist):
    opening.withdraw(asked.record, reason="x", by=archivist, at=NOON)
    client.force_login(researcher)

    for path in ("/reading-room/", f"/reading-room/requests/{asked.pk}/"):
        page = client.get(path).content.decode()
        assert "Hồ sơ cán bộ" not in page
        assert asked.record.key not in page


# -- the officers' desk ----------------------------------------------------------------------------


def test_the_desk_is_for_officers(client, asked, archivist, curator, researcher):
    for person in (archivist, curator):
        client.force_login(person)
        response = client.get(f"/desk/requests/{asked.pk}/")
        assert response.status_code in (302, 403)
        assert WORDS not in response.content.decode()
    client.force_login(researcher)
    assert client.get("/desk/requests/").status_code == 302


def test_a_second_officer_approves_on_the_desk(client, asked, officer, second_officer, researcher):
    client.force_login(second_officer)
    client.post(f"/desk/requests/{asked.pk}/screen/")
    client.force_login(officer)
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert WORDS in client.get(f"/desk/requests/{asked.pk}/").content.decode()

    client.post(f"/desk/requests/{asked.pk}/", {"decision": "approve", "until": until, "reply": ""})

    asked.refresh_from_db()
    assert asked.state == "approved"
    assert timezone.localtime(asked.grant.ends_at).date() == timezone.localdate() + timedelta(days=4)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"decision": "approve", "until": ""},
        {"decision": "approve", "until": "2001-01-01"},
        {"decision": "approve", "until": "2999-01-01"},
        {"decision": "refuse", "reply": "x"},
        {"decision": "refuse", "reason": "other", "reply": " "},
    ],
)
def test_a_decision_that_is_not_whole_is_not_taken(client, asked, officer, form):
    client.force_login(officer)

    response = client.post(f"/desk/requests/{asked.pk}/", form)

    assert response.status_code == 200
    asked.refresh_from_db()
    assert asked.state == "submitted"


def test_officers_are_told_that_something_waits_and_nobody_else(
    file, researcher, officer, archivist, do_after_commit, mailoutbox
):
    with do_after_commit():
        ask(file, by=researcher, at=NOON)

    assert [message.to for message in mailoutbox] == [[officer.email], [researcher.email]]
    assert "PT.9" in mailoutbox[0].body
    assert "Hồ sơ cán bộ" not in mailoutbox[0].body
