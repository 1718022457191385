"""The reader's card: applied for, compared at the desk, and who reads what."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from catalog.models import Event
from portal.reading_room.cards import actions as cards
from portal.reading_room.cards.permissions import card_of
from portal.reading_room.cards.vocabulary import CARD_STEPS, CardState
from portal.reading_room.models import ReaderCard
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.vocabulary import Actor
from portal.reading_room.upkeep import do_due_work
from tests.conftest import NOON

NUMBER = "079123456789"
FORM = {
    "kind": "citizen",
    "number": "079 123 456 789",
    "phone": "0912 345 678",
    "purpose": "01",
    "purpose_text": "Nghiên cứu lịch sử địa phương.",
    "consent": "on",
}
LETTER = b"%PDF-1.4 giay gioi thieu"


def foreigner(reader, at=NOON):
    return cards.apply(
        reader=reader,
        kind="foreigner",
        number="C1234567",
        phone="",
        purpose="01",
        purpose_text="Research.",
        nationality="Pháp",
        letter=("lettre.pdf", LETTER),
        at=at,
    )


def test_a_reader_applies_and_sees_the_number_masked(client, researcher, do_after_commit, officer, mailoutbox):
    client.force_login(researcher)

    with do_after_commit():
        page = client.post("/reading-room/card/", FORM, follow=True).content.decode()

    assert "••••••••6789" in page
    assert NUMBER not in page
    card = ReaderCard.objects.get()
    assert (card.identity_number, card.phone, card.state) == (NUMBER, "0912345678", "requested")
    assert [message.to for message in mailoutbox] == [[officer.email]]
    assert NUMBER not in mailoutbox[0].body


def test_nothing_of_it_stands_readable_in_the_database_or_on_disk(researcher):
    card = foreigner(researcher)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reading_room_readercard")
        row = repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in cursor.fetchone()])
    assert "C1234567" not in row
    kept = [path.read_bytes() for path in settings.READER_FILES.iterdir()]
    assert len(kept) == 1
    assert b"giay gioi thieu" not in kept[0]
    assert card.letter() == LETTER


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("number", "12345"),
        ("number", "07912345678x"),
        ("number", "<script>alert(1)</script>"),
        ("phone", "gọi tôi"),
        ("consent", ""),
        ("purpose", "09"),
        ("kind", "president"),
        ("purpose_text", "x"),
        ("kind", "foreigner"),
        ("kind", "organisation"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again(client, researcher, field, wrong):
    client.force_login(researcher)

    answer = client.post("/reading-room/card/", {**FORM, field: wrong})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not ReaderCard.objects.exists()


@pytest.mark.parametrize(
    "letter",
    [
        SimpleUploadedFile("thu.pdf", b"MZ\x90\x00 an executable"),
        SimpleUploadedFile("thu.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024)),
        SimpleUploadedFile("thu.svg", b"<svg onload='alert(1)'/>"),
        SimpleUploadedFile("thu.pdf", b""),
    ],
    ids=["executable", "too large", "svg", "empty"],
)
def test_a_letter_that_is_none_is_refused(client, researcher, letter):
    client.force_login(researcher)
    form = {**FORM, "kind": "organisation", "institution": "Viện Sử học", "letter": letter}

    answer = client.post("/reading-room/card/", form)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not ReaderCard.objects.exists()
    assert not settings.READER_FILES.exists()


def test_a_second_application_is_not_taken(client, researcher):
    client.force_login(researcher)
    client.post("/reading-room/card/", FORM)
    client.post("/reading-room/card/", FORM)

    assert ReaderCard.objects.count() == 1
    with pytest.raises(NotAllowedNow):
        foreigner(researcher)


def test_the_desk_verifies_and_numbers_run_without_gaps(
    researcher, other_researcher, officer, do_after_commit, mailoutbox, give_card
):
    with do_after_commit():
        first, second = give_card(researcher), give_card(other_researcher, number="079000000001")

    assert [card.shown_number for card in (first, second)] == ["2026/00001", "2026/00002"]
    assert first.valid_until == date(2027, 9, 2)
    letter = next(each for each in mailoutbox if each.to == [researcher.email])
    assert "2026/00001" in letter.body
    assert NUMBER not in letter.body
    assert Event.objects.filter(kind="reader-card", object_key=f"card:{first.pk}").count() == 1


def test_a_foreign_readers_papers_are_seen_by_two_officers(researcher, officer, second_officer):
    card = foreigner(researcher)
    with pytest.raises(NotAllowedNow):
        cards.verify(card, by=officer, at=NOON)
    card = cards.check(card, by=officer, at=NOON)
    for deed in (cards.verify, lambda one, **who: cards.refuse(one, reply="Không.", **who)):
        with pytest.raises(PermissionDenied):
            deed(card, by=officer, at=NOON)

    assert cards.verify(card, by=second_officer, at=NOON).state == "verified"


def test_the_page_offers_each_officer_the_steps_of_the_table_and_says_why_one_is_missing(
    client, researcher, officer, second_officer
):
    card = foreigner(researcher)

    def page_of(person) -> str:
        client.force_login(person)
        return client.get(f"/desk/cards/{card.pk}/", headers={"accept-language": "vi"}).content.decode()

    first = page_of(officer)
    assert f"/desk/cards/{card.pk}/check_papers/" in first
    assert f"/desk/cards/{card.pk}/refuse/" in first
    assert f"/desk/cards/{card.pk}/verify/" not in first
    assert "một cán bộ kiểm tra trước" in first
    client.post(f"/desk/cards/{card.pk}/check_papers/")
    own = page_of(officer)
    assert f"/desk/cards/{card.pk}/verify/" not in own
    assert f"/desk/cards/{card.pk}/refuse/" not in own
    assert "bước thứ hai do cán bộ khác" in own
    assert f"/desk/cards/{card.pk}/verify/" in page_of(second_officer)
    client.post(f"/desk/cards/{card.pk}/verify/")
    card.refresh_from_db()
    assert card.state == "verified"
    assert f"/desk/cards/{card.pk}/end/" in page_of(second_officer)


def test_a_citizens_card_is_not_looked_at_twice(give_card, researcher, officer):
    card = cards.apply(
        reader=researcher, kind="citizen", number=NUMBER, phone="", purpose="01", purpose_text="x", at=NOON
    )

    with pytest.raises(NotAllowedNow):
        cards.check(card, by=officer, at=NOON)


@pytest.mark.parametrize("actor", Actor)
@pytest.mark.parametrize("state", CardState)
def test_only_the_steps_of_the_table_can_be_taken(state, actor):
    for after in CardState:
        card = ReaderCard(state=state)
        if actor in CARD_STEPS.get((state, after), ()):
            card.move_to(after, actor)
            assert card.state == after
        else:
            with pytest.raises(NotAllowedNow):
                card.move_to(after, actor)


def test_reading_a_number_in_full_needs_a_reason_and_is_an_event(client, researcher, officer):
    card = foreigner(researcher)
    client.force_login(officer)
    page = client.get(f"/desk/cards/{card.pk}/").content.decode()
    assert "C1234567" not in page

    without = client.post(f"/desk/cards/{card.pk}/reveal/", {"what": "number", "why": ""}, follow=True)
    assert "C1234567" not in without.content.decode()
    assert not Event.objects.filter(kind="identity-data-view").exists()
    shown = client.post(f"/desk/cards/{card.pk}/reveal/", {"what": "number", "why": "Đối chiếu tại quầy"})
    assert "C1234567" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    event = Event.objects.get(kind="identity-data-view")
    assert (event.actor, event.detail["why"]) == (f"user:{officer.pk}", "Đối chiếu tại quầy")
    letter = client.post(f"/desk/cards/{card.pk}/reveal/", {"what": "letter", "why": "Đối chiếu tại quầy"})
    assert letter.content == LETTER
    assert letter["Content-Disposition"].startswith("attachment")


def test_the_same_number_on_another_account_is_pointed_out(client, researcher, other_researcher, officer, give_card):
    give_card(researcher)
    again = cards.apply(
        reader=other_researcher, kind="citizen", number=NUMBER, phone="", purpose="01", purpose_text="x", at=NOON
    )
    client.force_login(officer)

    assert "Độc giả thử" in client.get(f"/desk/cards/{again.pk}/").content.decode()
    found = client.post("/desk/cards/search/", {"number": "079 123 456 789"}).content.decode()
    assert f"/desk/cards/{again.pk}/" in found
    assert f"user:{officer.pk}" == Event.objects.get(kind="identity-data-view").actor
    nothing = client.post("/desk/cards/search/", {"number": "079 999 999 999"}).content.decode()
    assert f"/desk/cards/{again.pk}/" not in nothing
    assert Event.objects.filter(kind="identity-data-view").count() == 2


def test_cards_are_for_officers(client, researcher, archivist):
    card = foreigner(researcher)
    for person in (archivist, researcher):
        client.force_login(person)
        for path in ("", f"{card.pk}/"):
            assert client.get(f"/desk/cards/{path}").status_code in (302, 403)
        for step in ("verify", "refuse", "reveal", "check_papers", "end"):
            assert client.post(f"/desk/cards/{card.pk}/{step}/", {"what": "number", "why": "xxxxx"}).status_code in (
                302,
                403,
            )
    card.refresh_from_db()
    assert card.state == "requested"


def test_nobody_checks_a_card_of_their_own(officer):
    card = cards.apply(
        reader=officer,
        kind="citizen",
        number=NUMBER,
        phone="",
        purpose="01",
        purpose_text="x",
        at=NOON,
    )
    with pytest.raises(PermissionDenied):
        cards.verify(card, by=officer, at=NOON)


def test_a_card_ends_with_its_day_and_its_numbers_are_erased_after_their_term(researcher, officer, second_officer):
    card = cards.check(foreigner(researcher), by=officer, at=NOON)
    card = cards.verify(card, by=second_officer, at=NOON)

    do_due_work(at=NOON + timedelta(days=100))
    card.refresh_from_db()
    assert (card.state, card.letter_name) == ("verified", "")
    assert list(settings.READER_FILES.iterdir()) == []
    assert card.identity_number == "C1234567"
    do_due_work(at=NOON + timedelta(days=366))
    card.refresh_from_db()
    assert (card.state, card.identity_number) == ("ended", "C1234567")
    do_due_work(at=NOON + timedelta(days=397))
    card.refresh_from_db()
    assert (card.identity_number, card.number_index, card.phone) == ("", "", "")
    assert card.shown_number == "2026/00001"


def test_a_stranger_has_no_card(stranger):
    assert card_of(stranger) is None


def test_an_application_is_refused_with_a_reply(researcher, officer):
    card = foreigner(researcher)

    refused = cards.refuse(card, by=officer, at=NOON, reply="Giấy tờ không đọc được.")

    assert (refused.state, refused.reply, refused.ended_at) == ("refused", "Giấy tờ không đọc được.", NOON)
    assert card_of(researcher) is None
