"""What copies cost: the table, who pays less, the bill, its payment and its papers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.bills import bill_paper
from portal.reading_room.fees import vietqr
from portal.reading_room.models import Bill, Fee
from portal.reading_room.requests.actions import asking, decisions
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.upkeep import do_due_work
from tests.conftest import NOON, picture
from tests.factories import make_record
from tests.reading_room.asking import ask
from tests.reading_room.copying import text_of

NOW = timezone.now


@pytest.mark.parametrize(
    ("use", "pages", "fee_class", "total"),
    [
        ("copy", "", "10", 9000),
        ("copy", "1-2", "10", 6000),
        ("copy", "2", "01", 1500),
        ("authenticated", "1, 3", "10", 26000),
        ("authenticated", "1", "01", 11500),
    ],
)
def test_the_fee_follows_the_table(
    volume, researcher, officer, fees, give_card, certificate, use, pages, fee_class, total
):
    give_card(researcher)
    asked = ask(volume, by=researcher, at=NOON, use=use, pages=pages, fee_class=fee_class)

    asked = decisions.approve(asked, by=officer, at=NOON)

    assert (asked.state, asked.bill.total) == ("quoted", total)


def test_who_pays_nothing_waits_for_nothing_and_an_empty_table_takes_nothing(volume, researcher, officer, fees):
    asked = ask(volume, by=researcher, at=NOON, use="copy", fee_class="02")
    assert decisions.approve(asked, by=officer, at=NOON).state == "preparing"
    Fee.objects.all().delete()
    asked = ask(volume, by=researcher, at=NOON, use="copy")
    assert decisions.approve(asked, by=officer, at=NOON).state == "preparing"
    assert not Bill.objects.exists()


def test_an_amount_holds_from_its_day_and_a_quotation_stands(volume, researcher, officer, fees):
    asked = ask(volume, by=researcher, at=NOON, use="copy", pages="1")
    asked = decisions.approve(asked, by=officer, at=NOON)
    Fee.objects.create(
        name="Sao chụp",
        use="copy",
        copy_format="pdf",
        unit="page",
        amount=9000,
        valid_from=date(2026, 9, 3),
    )

    assert Bill.objects.get().total == 3000
    later = ask(volume, by=researcher, at=NOON + timedelta(days=1), use="copy", pages="1")
    assert decisions.approve(later, by=officer, at=NOON + timedelta(days=1)).bill.total == 9000


def test_copies_of_one_dossier_come_on_one_bill_and_what_is_taken_back_is_not_paid(
    volume, record, take_in, researcher, officer, fees
):
    other = make_record(record, title="Khác", reference_code="PT.08")
    take_in(other, {"a.jpg": picture(text="a")})
    dossier = asking.submit(
        [asking.Wish(volume, "copy"), asking.Wish(other, "copy")],
        by=researcher,
        purpose="01",
        purpose_text="x" * 12,
        at=NOON,
    )
    first, second = [decisions.approve(each, by=officer, at=NOON) for each in dossier.requests.order_by("pk")]
    assert first.bill == second.bill
    assert Bill.objects.get().total == 21000  # three pages, and the four of the other

    asking.cancel(second, by=researcher, at=NOON)
    bill = copies.accept(first.bill, by=researcher, at=NOON)
    assert bill.total == 9000
    bill = copies.take_payment(bill, by=officer, at=NOON, paid_by="counter")
    assert (bill.receipt_number, bill.total) == ("2026/00001", 9000)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("preparing", "cancelled")
    with pytest.raises(NotAllowedNow):
        copies.take_payment(bill, by=officer, at=NOON, paid_by="counter")


def test_the_clock_stands_still_until_the_money_has_come_and_an_unpaid_bill_ends(volume, researcher, officer, fees):
    asked = ask(volume, by=researcher, at=NOON, use="copy")  # Wednesday 2 September is a holiday
    asked = decisions.approve(asked, by=officer, at=NOON)
    assert asked.days_left == 2

    paid = NOON + timedelta(days=5)  # Monday
    copies.take_payment(asked.bill, by=officer, at=paid, paid_by="transfer")
    asked.refresh_from_db()
    assert asked.due_on == date(2026, 9, 9)
    unpaid = ask(volume, by=researcher, at=NOON, use="copy", pages="1")
    decisions.approve(unpaid, by=officer, at=NOON)
    do_due_work(at=NOON + timedelta(days=30))
    unpaid.refresh_from_db()
    assert unpaid.state == "cancelled"


def test_receipt_and_quotation_are_papers_that_say_so(volume, researcher, officer, fees):
    asked = ask(volume, by=researcher, at=NOON, use="copy", fee_class="01")
    asked = decisions.approve(asked, by=officer, at=NOON)

    quotation = text_of(bill_paper(asked.bill))[0]
    assert "BÁO GIÁ BẢN SAO" in quotation
    assert "4.500" in quotation
    assert "giảm 50" in quotation
    receipt = text_of(bill_paper(copies.take_payment(asked.bill, by=officer, at=NOON, paid_by="counter")))[0]
    assert "BIÊN LAI THU PHÍ" in receipt
    assert "2026/00001" in receipt
    assert "Ngày 02 tháng 9 năm 2026" in receipt


def test_the_transfer_code_is_that_of_the_specification():
    """The example that Napas gives for a transfer to an account, with its own checksum recomputed by another library."""
    text = vietqr.payload(bank_bin="970418", account="1234567890", amount=180000, words="TT 15")

    assert text.startswith("000201010212")
    assert "0010A000000727" in text
    assert "0006970418" in text
    assert "01101234567890" in text
    assert "5303704" in text
    assert "5406180000" in text
    assert "5802VN" in text
    crc = 0xFFFF
    for byte in text[:-4].encode():
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
            crc &= 0xFFFF
    assert text.endswith(f"{crc:04X}")
