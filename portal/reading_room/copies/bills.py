"""The quotation and the receipt as papers."""

from django.utils import translation

from catalog import access
from portal.reading_room.copies.models import Bill
from portal.reading_room.rules.amounts import write_amount
from portal.reading_room.rules.letterhead import dated, head_of_papers
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.typesetting.typeset import typeset


def lines_of(bill: Bill) -> list[dict]:
    """The lines of a bill; the code of a record that its reader may not know of any more is left out."""
    shown = {
        each.pk
        for each in bill.requests.select_related("record", "researcher")
        if each.researcher and access.may_see_description(each.researcher, each.record)
    }
    return [{**line, "code": line["code"] if line["request"] in shown else ""} for line in bill.lines]


def bill_paper(bill: Bill) -> bytes:
    """A quotation, or the receipt with its number once the money has come."""
    with translation.override("vi"):
        is_paid = bill.paid_at is not None
        reader = bill.dossier.researcher
        facts = [
            ["Độc giả:", str(reader or "–")],
            ["Đơn vị:", reader.institution if reader else ""],
            ["Yêu cầu số:", bill.dossier.number],
            ["Nhóm đối tượng:", str(bill.dossier.get_fee_class_display())],
        ]
        if is_paid:
            facts.append(["Hình thức thu:", str(bill.get_paid_by_display())])
        transfer = f"Nội dung chuyển khoản: {bill.transfer_words}. {RoomRules.load().bank_name}"
        values = {
            **head_of_papers(),
            "facts": facts,
            "total": write_amount(bill.total),
            "title": "Biên lai thu phí" if is_paid else "Báo giá bản sao",
            "under": f"Số: {bill.receipt_number}" if is_paid else f"Số: BG {bill.pk}",
            "note": "" if is_paid else transfer.strip(),
            "lines": [_line(line) for line in lines_of(bill)],
            "dated": dated(bill.paid_at or bill.issued_at),
            "officer": str((bill.taken_by if is_paid else bill.issued_by) or ""),
            "signer_title": "Người thu tiền" if is_paid else "Người lập",
        }
        return typeset("receipt", values)


def _line(line: dict) -> dict:
    name = line["name"] + (f" (giảm {line['percent']}\u00a0%)" if line["percent"] else "")
    return {
        "name": name,
        "code": line["code"],
        "count": f"{line['count']}",
        "amount": write_amount(line["amount"]),
        "sum": write_amount(line["sum"]),
    }
