"""Every decision of an officer, and each refusal of the rules, with the words that say why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.records.actions import access as opening
from portal.reading_room.cards import actions as cards
from portal.reading_room.copies import actions as copies
from portal.reading_room.loans import actions as loans
from portal.reading_room.models import AccessRequest, MoneyChange, Visit
from portal.reading_room.privacy import actions as privacy
from portal.reading_room.requests import notices
from portal.reading_room.requests.actions import asking, decisions, following
from portal.reading_room.rules.errors import NotAllowedNow, NotYours
from portal.reading_room.rules.vocabulary import Actor
from portal.reading_room.visits import actions as visits
from tests.conftest import NOON
from tests.factories import make_record
from tests.reading_room.asking import approve, ask

DAY = timedelta(days=1)


@pytest.fixture
def restricted_file(record):
    return make_record(record, title="Hồ sơ có điều kiện", reference_code="PT.9", access="on_request")


@pytest.fixture
def screened(restricted_file, researcher, officer):
    return decisions.screen(ask(restricted_file, by=researcher, at=NOON), by=officer, at=NOON)


@pytest.fixture
def reading(restricted_file, researcher, officer, second_officer):
    """A reading that has been approved for ten days."""
    asked = ask(restricted_file, by=researcher, at=NOON)
    return approve(asked, first=officer, second=second_officer, at=NOON, until=NOON + 10 * DAY)


def test_a_second_officer_has_a_request_screened_anew(screened, officer, second_officer):
    again = decisions.send_back(screened, by=second_officer, at=NOON)

    assert (again.state, again.screened_by, again.screened_at) == ("submitted", None, None)
    assert decisions.screen(again, by=second_officer, at=NOON).screened_by == second_officer


def test_who_screened_a_request_does_not_send_it_back(screened, officer):
    with pytest.raises(NotYours):
        decisions.send_back(screened, by=officer, at=NOON)


def test_the_owner_agency_is_asked_and_its_answer_kept_from_the_reader(client, screened, second_officer, researcher):
    asked = decisions.consult(screened, by=second_officer, at=NOON, text="Có đồng ý không?")
    assert asked.state == "consulting"

    answered = decisions.take_opinion(asked, by=second_officer, at=NOON, text="Cơ quan đồng ý.")

    client.force_login(researcher)
    page = client.get(f"/reading-room/requests/{asked.pk}/").content.decode()
    assert answered.state == "screened"
    assert [word.kind for word in asked.words.all()] == ["consult", "opinion"]
    assert "Cơ quan đồng ý" not in page


def test_only_a_question_is_answered_in_words(record, researcher, officer):
    asked = ask(make_record(record), by=researcher, at=NOON, use="copy")

    with pytest.raises(NotAllowedNow, match="Only a question"):
        decisions.inform(asked, by=officer, at=NOON, reply="Có.")
    with pytest.raises(NotAllowedNow, match="not approved"):
        decisions.approve(ask(make_record(record), by=researcher, at=NOON, use="information"), by=officer, at=NOON)


def test_reading_ends_on_a_day_and_for_somebody_who_is_known(screened, second_officer):
    with pytest.raises(NotAllowedNow, match="ends on a day"):
        decisions.approve(screened, by=second_officer, at=NOON)

    AccessRequest.objects.filter(pk=screened.pk).update(researcher=None)  # as the term of keeping leaves it
    with pytest.raises(NotAllowedNow, match="erased the account"):
        decisions.approve(screened, by=second_officer, at=NOON, until=NOON + DAY)


def test_no_more_time_is_given_to_who_did_not_ask(reading, second_officer):
    with pytest.raises(NotAllowedNow, match="No extension"):
        decisions.extend(reading, by=second_officer, at=NOON, until=NOON + 12 * DAY)


def test_more_time_is_refused_and_may_be_asked_for_again(reading, researcher, second_officer):
    asked = asking.ask_extension(reading, by=researcher, at=NOON, text="Chưa đọc xong.")
    with pytest.raises(NotAllowedNow, match="asked for already"):
        asking.ask_extension(asked, by=researcher, at=NOON, text="Vẫn chưa.")

    refused = decisions.extend(asked, by=second_officer, at=NOON, until=None)

    assert refused.grant.ends_at == NOON + 10 * DAY
    assert asking.ask_extension(refused, by=researcher, at=NOON, text="Xin thêm.").extension_asked_at == NOON


def test_what_has_ended_is_not_extended_taken_back_or_given_up(reading, researcher, second_officer):
    opening.revoke(reading.grant, by=second_officer, at=NOON)
    reading.refresh_from_db()
    with pytest.raises(NotAllowedNow, match="Nothing is open"):
        asking.ask_extension(reading, by=researcher, at=NOON, text="Xin thêm.")

    ended = decisions.take_back(reading, by=second_officer, at=NOON, reply="Hết hạn.")

    assert ended.state == "revoked"
    with pytest.raises(NotAllowedNow, match="running approval"):
        decisions.take_back(ended, by=second_officer, at=NOON, reply="Lần nữa.")
    with pytest.raises(NotAllowedNow):
        asking.give_up(ended, by=researcher, at=NOON)


def test_a_reading_whose_grant_was_ended_can_still_be_given_up(reading, researcher, second_officer):
    opening.revoke(reading.grant, by=second_officer, at=NOON)

    assert asking.give_up(reading, by=researcher, at=NOON).state == "closed"


def test_a_request_is_given_to_officers_alone_or_to_nobody(screened, officer, second_officer, researcher):
    assert decisions.assign(screened, to=second_officer, by=officer).assigned_to == second_officer
    with pytest.raises(NotYours):
        decisions.assign(screened, to=researcher, by=officer)

    assert decisions.assign(screened, to=None, by=officer).assigned_to is None


def test_a_term_that_runs_is_not_ended_by_the_clock(reading):
    with pytest.raises(NotAllowedNow, match="not ended"):
        following.end_by_clock(reading, at=NOON + DAY)


def test_what_opens_to_everyone_closes_what_waits_for_leave_and_nothing_else(
    restricted_file, researcher, other_researcher, officer, archivist
):
    reading = ask(restricted_file, by=researcher, at=NOON)
    question = ask(restricted_file, by=other_researcher, at=NOON, use="information")

    opening.reclassify(restricted_file, to="open", reason="", by=archivist, at=NOON)

    for each in (reading, question):
        each.refresh_from_db()
    assert (reading.state, question.state) == ("closed", "submitted")


def test_what_two_officers_approved_is_not_decided_anew_when_it_tightens(
    restricted_file, researcher, officer, second_officer, archivist
):
    asked = ask(restricted_file, by=researcher, at=NOON, use="copy")
    prepared = approve(asked, first=officer, second=second_officer, at=NOON)

    opening.reclassify(restricted_file, to="on_request", reason="y", by=archivist, at=NOON)

    prepared.refresh_from_db()
    assert prepared.state == "preparing"


# -- money, copies and paper -----------------------------------------------------------------------


def test_a_bill_is_accepted_once_and_paid_once(volume, researcher, officer, fees):
    asked = decisions.approve(ask(volume, by=researcher, at=NOON, use="copy"), by=officer, at=NOON)
    copies.accept(asked.bill, by=researcher, at=NOON)
    with pytest.raises(NotAllowedNow, match="nothing to accept"):
        copies.accept(asked.bill, by=researcher, at=NOON)

    copies.take_payment(asked.bill, by=officer, at=NOON, paid_by="counter")

    with pytest.raises(NotAllowedNow, match="nothing to pay"):
        copies.take_payment(asked.bill, by=officer, at=NOON, paid_by="counter")


def test_what_was_paid_for_is_not_billed_again_when_it_is_decided_anew(
    volume, researcher, officer, second_officer, archivist, fees
):
    asked = decisions.approve(ask(volume, by=researcher, at=NOON, use="copy"), by=officer, at=NOON)
    paid = copies.take_payment(asked.bill, by=officer, at=NOON, paid_by="counter")
    opening.reclassify(volume, to="on_request", reason="x", by=archivist, at=NOON)
    asked.refresh_from_db()
    assert asked.state == "submitted"

    again = approve(asked, first=officer, second=second_officer, at=NOON)

    assert (again.state, again.bill) == ("preparing", paid)
    paid.refresh_from_db()
    assert paid.paid_at == NOON


def test_only_a_copy_is_made_and_handed_over_for_good(record, researcher, officer, room, give_card):
    paper = make_record(record, title="Sổ giấy", paper_file_code="Hộp 7")
    give_card(researcher)
    asked = decisions.approve(ask(paper, by=researcher, at=NOON, use="room"), by=officer, at=NOON)
    with pytest.raises(NotAllowedNow, match="being prepared"):
        copies.make(asked, by=officer, at=NOON)
    loans.fetch(asked.retrieval, by=officer, at=NOON)

    with pytest.raises(NotAllowedNow, match="handed over for good"):
        copies.hand_over(asked, by=officer, at=NOON)


def test_a_copy_that_was_fetched_may_be_fetched_again(volume, researcher, officer):
    asked = decisions.approve(ask(volume, by=researcher, at=NOON, use="copy"), by=officer, at=NOON)
    made = copies.make(asked, by=officer, at=NOON)
    for _time in range(2):
        copies.download(made.finished_copy, by=researcher, at=NOON).close()

    made.finished_copy.refresh_from_db()
    made.refresh_from_db()
    assert (made.state, made.finished_copy.fetched) == ("closed", 2)


def test_a_file_that_a_second_reader_wants_says_who_has_it(
    record, researcher, other_researcher, officer, room, give_card
):
    paper = make_record(record, title="Sổ giấy", paper_file_code="Hộp 7")
    asked = []
    for reader, number in ((researcher, "079123456781"), (other_researcher, "079123456782")):
        give_card(reader, number=number)
        asked.append(decisions.approve(ask(paper, by=reader, at=NOON, use="room"), by=officer, at=NOON))
    loans.fetch(asked[0].retrieval, by=officer, at=NOON)
    loans.issue(asked[0], by=officer, at=NOON)

    with pytest.raises(loans.NotOnShelf, match="khác"):
        loans.issue(asked[1], by=officer, at=NOON)


def test_a_change_of_fees_whose_author_is_gone_is_not_confirmed(fees, officer, second_officer):
    from portal.reading_room.fees import actions as fee_changes
    from portal.reading_room.models import Fee

    fee = Fee.objects.first()
    asked = fee_changes.ask("fee", fee.pk, None, by=officer, at=NOON)
    MoneyChange.objects.filter(pk=asked.pk).update(asked_by=None)

    with pytest.raises(NotYours, match="not known any more"):
        fee_changes.confirm(asked, by=second_officer, at=NOON)


# -- cards, visits, accounts -----------------------------------------------------------------------


def test_a_card_is_refused_with_a_word_or_ended_by_the_desk(researcher, officer, give_card):
    card = give_card(researcher)
    with pytest.raises(NotYours):
        cards.end(card, by=researcher, at=NOON, actor=Actor.OFFICER)

    ended = cards.end(card, by=officer, at=NOON, actor=Actor.OFFICER, reply="Thẻ dùng sai mục đích.")

    assert (ended.state, ended.reply, ended.decided_by) == ("ended", "Thẻ dùng sai mục đích.", officer)


def test_an_application_that_is_taken_back_begins_its_term_of_keeping(researcher):
    card = cards.apply(
        reader=researcher, kind="citizen", number="079123456789", phone="", purpose="01", purpose_text="x", at=NOON
    )

    ended = cards.end(card, by=researcher, at=NOON, actor=Actor.READER)

    assert (ended.state, ended.decided_at, ended.ended_at) == ("ended", NOON, NOON)


def test_a_visit_is_welcomed_on_its_day_and_once(room, researcher, officer):
    at = timezone.make_aware(timezone.datetime(2026, 9, 7, 7))
    visit = visits.book(
        visits.hold(reader=researcher, day=at.date(), part="am", kind="desk", at=at), by=researcher, at=at
    )
    with pytest.raises(visits.NoSeat):
        visits.welcome(visit, by=officer, at=at - DAY)

    assert visits.welcome(visit, by=officer, at=at).state == "came"
    with pytest.raises(visits.NoSeat):
        visits.welcome(visit, by=officer, at=at)
    with pytest.raises(visits.NoSeat):
        visits.cancel(visit, by=researcher, at=at)


def test_a_seat_that_was_only_held_is_free_when_it_is_given_back_or_its_day_closes(room, researcher, archivist):
    from catalog.models import DeclaredDay

    at = timezone.make_aware(timezone.datetime(2026, 9, 7, 7))
    held = visits.hold(reader=researcher, day=at.date(), part="am", kind="desk", at=at)
    visits.cancel(held, by=researcher, at=at)
    assert not Visit.objects.exists()

    held = visits.hold(reader=researcher, day=at.date(), part="pm", kind="desk", at=at)
    DeclaredDay.objects.create(on=at.date(), declared="off", reason="Mất điện")
    with pytest.raises(visits.NoSeat):
        visits.book(held, by=researcher, at=at)
    assert visits.follow_days(at=at) == 0
    assert not Visit.objects.exists()


def test_an_account_with_a_paid_copy_that_waits_is_not_erased(volume, researcher, officer, fees):
    asked = decisions.approve(ask(volume, by=researcher, at=NOON, use="copy"), by=officer, at=NOON)
    copies.take_payment(asked.bill, by=officer, at=NOON, paid_by="counter")

    with pytest.raises(NotAllowedNow, match="paid for"):
        privacy.erase(researcher, at=NOON)


def test_only_a_reading_is_given_up(client, record, researcher, officer, room, give_card):
    paper = make_record(record, title="Sổ giấy", paper_file_code="Hộp 7")
    give_card(researcher)
    asked = decisions.approve(ask(paper, by=researcher, at=NOON, use="room"), by=officer, at=NOON)
    loans.fetch(asked.retrieval, by=officer, at=NOON)
    client.force_login(researcher)

    client.post(f"/reading-room/requests/{asked.pk}/done/")

    asked.refresh_from_db()
    assert asked.state == "ready"


def test_mail_does_not_hand_on_an_officers_words_about_a_record_that_has_closed_meanwhile(
    record, researcher, officer, archivist, mailoutbox
):
    file = make_record(record, title="Hồ sơ bí ẩn", reference_code="PT.8")
    asked = decisions.inform(
        ask(file, by=researcher, at=NOON, use="information"), by=officer, at=NOON, reply="Hồ sơ bí ẩn có 3 trang."
    )
    opening.withdraw(file, reason="x", by=archivist, at=NOON)

    notices.mail_researcher.call(asked.pk, "closed")

    assert len(mailoutbox) == 1
    assert "bí ẩn" not in mailoutbox[0].body + mailoutbox[0].subject


def test_nobody_is_told_of_more_time_for_what_has_closed(reading, archivist, mailoutbox):
    opening.withdraw(reading.record, reason="x", by=archivist, at=NOON)

    notices.mail_researcher.call(reading.pk, "extended")

    assert mailoutbox == []


def test_many_are_refused_only_while_nobody_has_decided(client, officer, screened):
    client.force_login(officer)

    offered = {
        state: 'value="refuse"' in client.get(f"/desk/requests/?state={state}").content.decode()
        for state in ("screened", "preparing", "ready")
    }

    assert offered == {"screened": True, "preparing": False, "ready": False}


def test_an_extension_is_asked_for_once_at_a_time(reading, researcher):
    asking.ask_extension(reading, by=researcher, at=NOON, text="Xin thêm mười ngày.")

    with pytest.raises(NotAllowedNow, match="asked for already"):
        asking.ask_extension(AccessRequest.objects.get(pk=reading.pk), by=researcher, at=NOON, text="Xin thêm.")


def test_paper_of_a_record_that_has_come_on_request_is_screened_before_it_is_handed_over(
    record, researcher, officer, archivist, give_card, room
):
    give_card(researcher)
    file = make_record(record, title="Hồ sơ giấy", reference_code="PT.8")
    asked = decisions.approve(ask(file, by=researcher, at=NOON, use="room"), by=officer, at=NOON)
    loans.fetch(AccessRequest.objects.get(pk=asked.pk).retrieval, by=officer, at=NOON)
    opening.reclassify(file, to="on_request", reason="x", by=archivist, at=NOON)

    with pytest.raises(NotAllowedNow, match="screened before"):
        loans.issue(AccessRequest.objects.get(pk=asked.pk), by=officer, at=NOON)


def test_a_copy_of_what_was_never_scanned_is_made_by_hand_and_kept_for_its_term(record, researcher, officer, give_card):
    give_card(researcher)
    file = make_record(record, title="Hồ sơ giấy", reference_code="PT.8")
    asked = ask(file, by=researcher, at=NOON, use="copy", copy_format="paper", pages="1-2")
    decisions.approve(asked, by=officer, at=NOON)

    made = copies.make(AccessRequest.objects.get(pk=asked.pk), by=officer, at=NOON)

    assert made.state == "ready"
    assert made.kept_until > NOON.date()
    assert not hasattr(made, "finished_copy")


def test_a_day_that_moves_no_deadline_moves_none(restricted_file, researcher):
    from portal.reading_room.requests import clock

    ask(restricted_file, by=researcher, at=NOON)

    assert clock.recount() == 0
