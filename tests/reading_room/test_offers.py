"""What a reader can do with a record now, and why; the basket; sending it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog.records.actions import access as opening
from catalog.vocabulary import Access
from portal.reading_room.models import Absence, AccessRequest, BasketItem, Dossier
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.offers import offers
from tests.conftest import NOON, picture
from tests.factories import make_record
from tests.reading_room.asking import WORDS, ask

FORM = {"purpose": "01", "purpose_text": WORDS, "fee_class": "10"}


def able(reader, record) -> set[str]:
    return {each.use for each in offers(reader, record, at=NOON) if each.is_possible}


@pytest.fixture
def paper(record):
    return make_record(record, title="Hồ sơ giấy", reference_code="PT.20", paper_file_code="Kho 1, giá 2, hộp 3")


def test_an_open_scan_is_read_here_and_copied(scanned, researcher):
    file, _scan = scanned

    assert able(researcher, file) == {"room", "copy", "authenticated", "package", "information"}
    online = next(each for each in offers(researcher, file, at=NOON) if each.use == "online")
    assert not online.is_possible
    assert online.why


def test_paper_is_seen_in_the_room_and_copied_and_cannot_be_packed(paper, researcher):
    assert able(researcher, paper) == {"room", "copy", "authenticated", "information"}


def test_on_request_it_is_asked_for(record, researcher):
    file = make_record(record, access="on_request", reference_code="PT.21")

    assert able(researcher, file) == {"online", "room", "copy", "authenticated", "information"}


def test_a_fonds_is_only_asked_about(record, researcher):
    assert able(researcher, record) == {"information"}


def test_nothing_is_offered_of_what_is_closed(record, researcher, archivist):
    closed = make_record(record, access="closed")
    held = make_record(record, reference_code="PT.22")
    opening.reclassify(held, to=Access.OPEN, reason="", by=archivist, at=NOON, embargo_until=date(2099, 1, 1))
    held.refresh_from_db()

    assert offers(researcher, closed) == []
    assert offers(researcher, held) == []


def test_what_needs_a_card_says_so_until_there_is_one(paper, researcher, give_card):
    needing = {each.use for each in offers(researcher, paper, at=NOON) if each.needs_card}
    assert needing == {"room", "authenticated"}
    give_card(researcher)
    assert not any(each.needs_card for each in offers(researcher, paper, at=NOON))


def test_paper_under_restoration_says_from_when_it_can_be_had(paper, record, researcher):
    Absence.objects.create(record=record, kind="restoration", since=date(2026, 8, 1), until=date(2026, 9, 30))

    room = next(each for each in offers(researcher, paper, at=NOON) if each.use == "room")
    assert "01/10/2026" in room.why
    Absence.objects.update(until=None)
    room = next(each for each in offers(researcher, paper, at=NOON) if each.use == "room")
    assert not room.is_possible
    Absence.objects.update(until=date(2026, 9, 1))
    assert "/2026" not in next(each for each in offers(researcher, paper, at=NOON) if each.use == "room").why


# -- pages -----------------------------------------------------------------------------------------


def test_one_basket_for_many_uses_is_sent_as_one_dossier(client, paper, scanned, researcher, give_card):
    file, _scan = scanned
    give_card(researcher)
    client.force_login(researcher)
    client.post(f"/reading-room/ask/{paper.key}/", {"use": "room", "wish": ""})
    client.post(
        f"/reading-room/ask/{file.key}/",
        {"use": "authenticated", "pages": "1", "copy_format": "pdf"},
    )
    client.post(
        f"/reading-room/ask/{file.key}/",
        {"use": "information", "wish": "Ai là người ký văn bản này?"},
    )

    client.post("/reading-room/basket/", FORM)

    dossier = Dossier.objects.get()
    assert sorted(dossier.requests.values_list("use", flat=True)) == [
        "authenticated",
        "information",
        "room",
    ]
    assert not BasketItem.objects.exists()


def test_sending_twice_sends_once(client, paper, researcher):
    client.force_login(researcher)
    client.post(f"/reading-room/ask/{paper.key}/", {"use": "copy", "copy_format": "paper"})
    client.post("/reading-room/basket/", FORM)
    again = client.post("/reading-room/basket/", FORM, follow=True)

    assert again.status_code == 200
    assert AccessRequest.objects.count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"use": "steal"},
        {"use": "copy", "pages": "0"},
        {"use": "copy", "pages": "2"},
        {"use": "copy", "pages": "một"},
        {"use": "copy", "pages": "3-1"},
        {"use": "information", "wish": "?"},
        {"use": "room", "wish": ""},
        {"use": "online"},
    ],
)
def test_a_wish_that_makes_no_sense_is_not_taken(client, scanned, researcher, form):
    file, _scan = scanned
    client.force_login(researcher)

    answer = client.post(f"/reading-room/ask/{file.key}/", form)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not BasketItem.objects.exists()


def test_pages_ticked_in_the_viewer_stand_in_the_form(client, record, take_in, researcher):
    file = make_record(record, reference_code="PT.33")
    take_in(file, {f"{n}.jpg": picture(text=f"{n}") for n in range(1, 6)})
    client.force_login(researcher)

    page = client.get(f"/reading-room/ask/{file.key}/?use=copy&pages=4&pages=2&pages=1&pages=x").content.decode()
    assert 'value="1-2, 4"' in page


def test_a_record_that_closes_while_in_the_basket_is_named_no_more_and_not_sent(
    client, paper, record, researcher, archivist
):
    other = make_record(record, title="Hồ sơ khác", reference_code="PT.24")
    client.force_login(researcher)
    for each in (paper, other):
        client.post(f"/reading-room/ask/{each.key}/", {"use": "copy", "copy_format": "pdf"})
    opening.withdraw(paper, reason="mật", by=archivist, at=timezone.now())

    page = client.get("/reading-room/basket/").content.decode()
    assert "Hồ sơ giấy" not in page
    assert paper.key not in page
    client.post("/reading-room/basket/", FORM)
    assert [each.record for each in AccessRequest.objects.all()] == [other]


def test_a_card_is_asked_for_before_paper_is(client, paper, researcher):
    client.force_login(researcher)
    client.post(f"/reading-room/ask/{paper.key}/", {"use": "room"})
    assert "/reading-room/card/" in client.get("/reading-room/basket/").content.decode()

    client.post("/reading-room/basket/", FORM)
    assert not AccessRequest.objects.exists()


def test_an_old_dossier_is_asked_for_again(client, paper, researcher, officer):
    old = ask(paper, by=researcher, at=NOON, use="copy", pages="2-3", copy_format="paper")
    decisions.refuse(old, by=officer, at=NOON, reason="processing", reply="Đang chỉnh lý.")
    client.force_login(researcher)

    client.post(f"/reading-room/dossiers/{old.dossier.pk}/repeat/")

    item = BasketItem.objects.get()
    assert (item.use, item.pages, item.copy_format) == ("copy", "2-3", "paper")


def test_baskets_and_dossiers_of_others_answer_as_none(client, paper, researcher, other_researcher):
    old = ask(paper, by=researcher, at=NOON, use="copy")
    item = BasketItem.objects.create(reader=researcher, record=paper, use="information")
    client.force_login(other_researcher)

    assert client.post(f"/reading-room/basket/{item.pk}/remove/").status_code == 404
    assert client.post(f"/reading-room/dossiers/{old.dossier.pk}/repeat/").status_code == 404
    assert BasketItem.objects.exists()


def test_terms_differ_by_what_is_asked(paper, record, researcher, give_card):
    give_card(researcher)
    at = NOON + timedelta(days=1)  # Thursday
    conditional = make_record(record, access="on_request", reference_code="PT.25")

    due = {use: ask(paper, by=researcher, at=at, use=use).due_on for use in ("room", "copy", "information")}

    assert due == {
        "room": date(2026, 9, 4),
        "copy": date(2026, 9, 7),
        "information": date(2026, 9, 11),
    }
    assert ask(conditional, by=researcher, at=at, use="copy").due_on == date(2026, 9, 14)


def test_a_question_is_answered_in_words(client, record, researcher, officer, do_after_commit, mailoutbox):
    asked = ask(
        record,
        by=researcher,
        at=timezone.now(),
        use="information",
        wish="Phông này có bao nhiêu hộp?",
    )
    client.force_login(officer)
    with do_after_commit():
        client.post(f"/desk/requests/{asked.pk}/inform/", {"text": "Có 120 hộp."})

    asked.refresh_from_db()
    assert (asked.state, asked.reply) == ("closed", "Có 120 hộp.")
    assert any("Có 120 hộp." in message.body for message in mailoutbox if message.to == [researcher.email])
    client.force_login(researcher)
    page = f"/reading-room/requests/{asked.pk}/"
    assert "Có 120 hộp." in client.get(page).content.decode()
    marks = {"found": "5", "in_time": "4", "served": "5", "words": ""}
    client.post(f"{page}survey/", {**marks, "found": "9"})
    client.post(f"{page}survey/", marks)
    client.post(f"{page}survey/", {**marks, "found": "1"})
    client.force_login(officer)
    assert "5,0 / 5" in client.get("/desk/registers/").content.decode()
