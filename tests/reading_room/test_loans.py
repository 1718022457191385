"""Paper: a box is fetched once, a file is out once, and what is away says so."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import Event
from portal.reading_room.loans import actions as loans
from portal.reading_room.loans.slips import shelf_order, slips_paper
from portal.reading_room.models import Absence, Loan, Retrieval
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.offers import offers
from portal.reading_room.rules.errors import NotAllowedNow
from tests.conftest import NOON
from tests.factories import make_record
from tests.reading_room.asking import approve, ask


@pytest.fixture
def box(record):
    """Two files in one box, one of them with an item, and a file in another box."""
    first = make_record(record, title="Hồ sơ một", reference_code="PT.01", paper_file_code="Kho 1, giá 2, hộp 10")
    second = make_record(record, title="Hồ sơ hai", reference_code="PT.02", paper_file_code="Kho 1, giá 2, hộp 10")
    item = make_record(first, title="Văn bản", level="item", reference_code="PT.01.1")
    elsewhere = make_record(record, title="Hồ sơ ba", reference_code="PT.03", paper_file_code="Kho 1, giá 2, hộp 9")
    return first, second, item, elsewhere


@pytest.fixture
def readers(researcher, other_researcher, give_card):
    give_card(researcher)
    give_card(other_researcher, number="079000000002")
    return researcher, other_researcher


def order(record, reader, officer):
    return decisions.approve(ask(record, by=reader, at=NOON, use="room"), by=officer, at=NOON)


def test_one_box_is_fetched_once_for_all_who_need_it(box, readers, officer):
    first, second, item, elsewhere = box
    one, other = readers
    orders = [
        order(first, one, officer),
        order(second, other, officer),
        order(item, other, officer),
        order(elsewhere, one, officer),
    ]

    assert [each.retrieval.place for each in orders] == ["Kho 1, giá 2, hộp 10"] * 3 + ["Kho 1, giá 2, hộp 9"]
    assert Retrieval.objects.count() == 2
    loans.fetch(orders[0].retrieval, by=officer, at=NOON)
    for each in orders:
        each.refresh_from_db()
    assert [each.state for each in orders] == ["ready", "ready", "ready", "preparing"]
    with pytest.raises(NotAllowedNow):
        loans.fetch(orders[0].retrieval, by=officer, at=NOON)
    late = order(second, one, officer)
    assert (late.state, Retrieval.objects.count()) == ("ready", 2)


def test_a_file_is_never_issued_twice_even_as_an_item_of_it(box, readers, officer):
    first, _second, item, _elsewhere = box
    one, other = readers
    file_order, item_order = order(first, one, officer), order(item, other, officer)
    loans.fetch(file_order.retrieval, by=officer, at=NOON)

    loan = loans.issue(file_order, by=officer, at=NOON)
    assert loan.due_on == date(2026, 9, 16)
    for again in (file_order, item_order):
        with pytest.raises(loans.NotOnShelf):
            loans.issue(again, by=officer, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.create(access_request=item_order, unit=first, issued_at=NOON, due_on=NOON.date())
    with pytest.raises(NotAllowedNow):
        loans.shelve(file_order.retrieval, by=officer, at=NOON)

    loans.return_paper(loan, by=officer, at=NOON, condition="Nguyên vẹn")
    with pytest.raises(NotAllowedNow):
        loans.return_paper(loan, by=officer, at=NOON)
    file_order.refresh_from_db()
    assert file_order.state == "closed"
    assert loans.issue(item_order, by=officer, at=NOON).unit == first
    kinds = Event.objects.filter(kind="hand-over", object_key=first.key).values_list("detail__deed", flat=True)
    assert list(kinds) == ["issued", "returned", "issued"]


def test_who_has_no_valid_card_is_handed_nothing(box, researcher, officer, give_card):
    from portal.reading_room.cards import actions as cards
    from portal.reading_room.rules.vocabulary import Actor

    card = give_card(researcher)
    asked = order(box[0], researcher, officer)
    loans.fetch(asked.retrieval, by=officer, at=NOON)
    cards.end(card, by=officer, at=NOON, actor=Actor.OFFICER)

    with pytest.raises(NotAllowedNow):
        loans.issue(asked, by=officer, at=NOON)
    assert not Loan.objects.exists()


def test_what_is_out_or_away_says_so_to_others_with_the_day(box, readers, officer):
    first, second, _item, _elsewhere = box
    one, other = readers
    asked = order(first, one, officer)
    loans.fetch(asked.retrieval, by=officer, at=NOON)
    loans.issue(asked, by=officer, at=NOON)

    def why(record):
        return next(each.why for each in offers(other, record, at=NOON) if each.use == "room")

    assert "16/09/2026" in why(first)
    assert "16/09/2026" not in why(second)
    Absence.objects.create(record=second, kind="exhibition", since=NOON.date(), until=date(2026, 12, 22))
    assert "23/12/2026" in why(second)
    away = order(second, other, officer)
    with pytest.raises(loans.NotOnShelf):
        loans.issue(away, by=officer, at=NOON)


def test_a_paper_on_request_is_screened_and_approved_by_two(record, readers, officer, second_officer):
    file = make_record(record, access="on_request", reference_code="PT.50")
    asked = ask(file, by=readers[0], at=NOON, use="room")
    with pytest.raises(NotAllowedNow):
        decisions.approve(asked, by=officer, at=NOON)

    assert approve(asked, first=officer, second=second_officer, at=NOON).state == "preparing"


def test_slips_stand_by_shelf_order_and_say_who_needs_what(box, readers, officer):
    first, second, _item, elsewhere = box
    for record in (first, second, elsewhere):
        order(record, readers[0], officer)

    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(slips_paper()))

    assert text.index("hộp 9") < text.index("hộp 10")
    assert text.count("hộp 10") == 1
    for code in ("PT.01", "PT.02", "PT.03"):
        assert code in text


def test_shelf_order_reads_numbers_as_numbers():
    places = ["Hộp 10", "Giá 2, hộp 1", "Hộp 9", "hộp 9a", "Kho 3", ""]

    assert sorted(places, key=shelf_order) == [
        "",
        "Giá 2, hộp 1",
        "Hộp 9",
        "hộp 9a",
        "Hộp 10",
        "Kho 3",
    ]


# -- the desk --------------------------------------------------------------------------------------


def test_a_box_is_scanned_fetched_handed_over_returned_and_put_back_on_the_desk(client, box, readers, officer):
    asked = order(box[0], readers[0], officer)
    client.force_login(officer)
    page = f"/desk/loans/{asked.retrieval.ref}/"
    assert client.get("/desk/loans/slips.pdf").content[:5] == b"%PDF-"
    assert "hộp 10" in client.get("/desk/loans/").content.decode()

    client.post(f"{page}fetch/")
    client.post(f"/desk/requests/{asked.pk}/issue/")
    assert "Độc giả thử" in client.get("/desk/loans/").content.decode()
    client.post(f"{page}shelve/")
    assert Retrieval.objects.get(pk=asked.retrieval_id).shelved_at is None
    client.post(f"/desk/requests/{asked.pk}/give_back/", {"condition": "Rách tờ 3"})
    client.post(f"{page}shelve/")

    asked.refresh_from_db()
    assert (asked.state, asked.loan.condition) == ("closed", "Rách tờ 3")
    assert asked.retrieval.shelved_at


def test_overdue_returns_are_seen(client, box, readers, officer):
    asked = order(box[0], readers[0], officer)
    loans.fetch(asked.retrieval, by=officer, at=NOON)
    loans.issue(asked, by=officer, at=NOON)
    Loan.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(officer)

    assert "quá hạn" in client.get("/desk/loans/").content.decode()


def test_paper_is_for_officers(client, box, readers, officer, archivist):
    asked = order(box[0], readers[0], officer)
    for person in (archivist, readers[0]):
        client.force_login(person)
        for path in ("", "slips.pdf", f"{asked.retrieval.ref}/"):
            assert client.get(f"/desk/loans/{path}").status_code in (302, 403)
        client.post(f"/desk/loans/{asked.retrieval.ref}/fetch/")
    asked.refresh_from_db()
    assert asked.state == "preparing"
