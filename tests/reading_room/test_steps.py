"""The desk offers every step of the table, to whom it belongs, and says why one is missing."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from portal.reading_room.desk.steps.desk_steps import DECISIONS, DESK_STEPS
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.states import STATES
from portal.reading_room.requests.vocabulary import STEPS
from portal.reading_room.rules.uses import USES, Leaves
from portal.reading_room.rules.vocabulary import Actor
from tests.reading_room.asking import ask

DAY = timedelta(days=1)
# only a question is answered at once, and only a copy is handed over for good
EXCEPT = {
    ("submitted", "closed"): {Leaves.SCREEN, Leaves.PAPER, Leaves.COPY},
    ("ready", "closed"): {Leaves.PAPER},
}
# the box that comes from the stack makes paper ready, for all who wait for something out of it
BY_THE_BOX = {("preparing", "ready", Leaves.PAPER)}


def test_every_step_that_an_officer_takes_has_its_button():
    drawn = {
        (*move, leaves)
        for step in (*DESK_STEPS.values(), *DECISIONS.values())
        for move, leaves in product(step.moves, step.leaves)
    }
    wanted = {
        (*move, leaves)
        for move, actors in STEPS.items()
        for leaves in Leaves
        if actors & {Actor.OFFICER, Actor.APPROVER}
        and all(leaves in STATES[state].leaves for state in move)
        and leaves not in EXCEPT.get(move, ())
    }

    assert wanted <= drawn | BY_THE_BOX


def test_every_button_leads_along_the_table():
    for step in (*DESK_STEPS.values(), *DECISIONS.values()):
        assert set(step.moves) <= set(STEPS), step.name


def test_every_use_can_be_asked_for_and_every_copy_made():
    from portal.reading_room.copies.drawing import WRITERS
    from portal.reading_room.requests import handling

    assert set(handling._offers) == set(USES)
    assert set(WRITERS) == {use for use, rules in USES.items() if rules.is_copy}
    assert set(handling._quotes) == {use for use, rules in USES.items() if rules.fee_units}


@pytest.fixture
def asked(record, researcher):
    """A request for reading a record that is on request."""
    from tests.factories import make_record

    file = make_record(record, title="Hồ sơ có điều kiện", access="on_request")
    return ask(file, by=researcher, at=timezone.now())


def test_the_page_says_why_a_step_is_missing(client, officer, second_officer, asked):
    address = f"/desk/requests/{asked.pk}/"
    client.force_login(officer)

    before = client.get(address, headers={"accept-language": "en"}).content.decode()
    decisions.screen(asked, by=officer, at=timezone.now())
    after = client.get(address, headers={"accept-language": "en"}).content.decode()

    assert f'action="/desk/requests/{asked.pk}/screen/"' in before
    assert 'value="approve"' not in before
    assert "được thẩm tra trước khi" in before or "is screened before it is approved" in before
    assert 'value="approve"' not in after
    assert "take_back" not in after
    client.force_login(second_officer)
    assert 'value="approve"' in client.get(address).content.decode()


def test_a_step_that_does_not_belong_here_is_refused_in_words(client, officer, asked):
    client.force_login(officer)

    answer = client.post(f"/desk/requests/{asked.pk}/take_back/", {"text": "Hết."}, follow=True)

    asked.refresh_from_db()
    assert asked.state == "submitted"
    assert answer.status_code == 200
    assert client.post(f"/desk/requests/{asked.pk}/no-such-step/").status_code == 404


def test_what_was_typed_stays_on_the_page_where_it_is_refused(client, officer, asked):
    client.force_login(officer)
    words = "Phông này còn thiếu. " * 200

    page = client.post(f"/desk/requests/{asked.pk}/note/", {"text": words}).content.decode()

    assert words.strip() in page
    assert f'action="/desk/requests/{asked.pk}/"' in page
    assert not asked.words.exists()


def test_a_file_that_is_out_while_its_record_closes_can_still_be_given_back(
    client, officer, second_officer, room, give_card, record, researcher, archivist
):
    from catalog.records.actions.access import reclassify
    from portal.reading_room.loans import actions as loans
    from tests.factories import make_record

    at = timezone.now()
    file = make_record(record, title="Sổ giấy", paper_file_code="Hộp 7")
    give_card(researcher, at=at)
    asked = decisions.approve(ask(file, by=researcher, at=at, use="room"), by=officer, at=at)
    loans.fetch(asked.retrieval, by=officer, at=at)
    loans.issue(asked, by=officer, at=at)
    reclassify(file, to="closed", reason="x", by=archivist, at=at + timedelta(seconds=1))
    client.force_login(officer)

    page = client.get(f"/desk/requests/{asked.pk}/").content.decode()
    client.post(f"/desk/requests/{asked.pk}/give_back/", {"condition": "Nguyên vẹn"})

    asked.refresh_from_db()
    assert asked.state == "revoked"
    assert "give_back" in page
    assert asked.loan.returned_at is not None


def test_a_reader_who_is_done_closes_what_was_open(client, record, researcher, officer, second_officer):
    from catalog import access
    from tests.factories import make_record
    from tests.reading_room.asking import approve

    at = timezone.now()
    file = make_record(record, title="Hồ sơ có điều kiện", access="on_request")
    asked = approve(ask(file, by=researcher, at=at), first=officer, second=second_officer, at=at, until=at + DAY)
    client.force_login(researcher)
    page = client.get(f"/reading-room/requests/{asked.pk}/").content.decode()

    client.post(f"/reading-room/requests/{asked.pk}/done/")
    again = client.post(f"/reading-room/requests/{asked.pk}/done/", follow=True)

    asked.refresh_from_db()
    assert f"/requests/{asked.pk}/done/" in page
    assert asked.state == "closed"
    assert not access.may_see_content(researcher, file)
    assert again.status_code == 200


def test_the_page_tells_a_reader_why_a_request_cannot_be_taken_back(client, volume, researcher, officer):
    asked = ask(volume, by=researcher, at=timezone.now(), use="copy")
    decisions.approve(asked, by=officer, at=timezone.now())
    client.force_login(researcher)

    page = client.get(f"/reading-room/requests/{asked.pk}/").content.decode()

    assert "/cancel/" not in page
    assert "Không thể rút bản sao đang được làm" in page
