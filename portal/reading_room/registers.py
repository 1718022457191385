"""The registers that an archive keeps: readers, requests, hand-over, copies, refusals; as sheet and as paper."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.reading_room.deliveries import dated, head_of_papers
from portal.reading_room.models import AccessRequest, CertifiedCopy, Loan, ReaderCard
from portal.reading_room.papers.typesetting import typeset
from portal.reading_room.vocabulary import COPIES, State

Row = list[str]


@dataclass(frozen=True)
class Register:
    """One register: its title, its columns with their widths, and where its rows come from."""

    title: Promise
    columns: tuple[tuple[Promise | str, float], ...]
    rows: Callable[[datetime, datetime], list[Row]]


def _stamp(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""


def _readers(first: datetime, end: datetime) -> list[Row]:
    """The number of a reader's paper stays masked: a register lies open on desks."""
    cards = ReaderCard.objects.filter(
        decided_at__gte=first, decided_at__lt=end, number__isnull=False
    )
    return [
        [card.shown_number, str(card.reader or "–"), card.masked_number, str(card.get_kind_display()),
         card.institution or card.nationality, str(card.get_purpose_display()), _stamp(card.decided_at),
         f"{card.valid_until:%d/%m/%Y}"]
        for card in cards.select_related("reader").order_by("year", "number")
    ]  # fmt: skip


def _requests(first: datetime, end: datetime) -> list[Row]:
    return [_request(each) for each in _sent(first, end)]


def _refusals(first: datetime, end: datetime) -> list[Row]:
    refused = _sent(first, end).filter(state=State.REFUSED)
    return [
        [*_request(each)[:5], str(each.get_reason_display()), _stamp(each.decided_at)]
        for each in refused
    ]


def _sent(first: datetime, end: datetime):
    return (
        AccessRequest.objects.filter(submitted_at__gte=first, submitted_at__lt=end)
        .select_related("record", "researcher", "dossier", "decided_by")
        .order_by("submitted_at", "pk")
    )


def _request(each: AccessRequest) -> Row:
    return [
        each.dossier.number, str(each.researcher or "–"), each.record.reference_code, each.record.title,
        str(each.get_use_display()), str(each.get_state_display()), _stamp(each.submitted_at), _stamp(each.decided_at),
    ]  # fmt: skip


def _loans(first: datetime, end: datetime) -> list[Row]:
    loans = Loan.objects.filter(issued_at__gte=first, issued_at__lt=end).select_related(
        "unit", "reader", "issued_by", "returned_to"
    )
    return [
        [loan.unit.reference_code, loan.unit.title, str(loan.reader or "–"), _stamp(loan.issued_at),
         str(loan.issued_by or "–"), f"{loan.due_on:%d/%m/%Y}", _stamp(loan.returned_at),
         str(loan.returned_to or ""), loan.condition]
        for loan in loans.order_by("issued_at")
    ]  # fmt: skip


def _copies(first: datetime, end: datetime) -> list[Row]:
    made = AccessRequest.objects.filter(
        use__in=COPIES, delivery__made_at__gte=first, delivery__made_at__lt=end
    )
    rows = made.select_related("record", "researcher", "dossier", "delivery", "certified", "bill")
    return [
        [each.dossier.number, str(each.researcher or "–"), each.record.reference_code, str(each.get_use_display()),
         each.certified.shown_number if hasattr(each, "certified") else "", each.pages or _("all"),
         _stamp(each.delivery.made_at), f"{each.bill.total:,}".replace(",", ".") if each.bill else "0",
         each.bill.receipt_number if each.bill else ""]
        for each in rows.order_by("delivery__made_at")
    ]  # fmt: skip


def _certified(first: datetime, end: datetime) -> list[Row]:
    copies = CertifiedCopy.objects.filter(issued_at__gte=first, issued_at__lt=end).select_related(
        "issued_by", "access_request__researcher"
    )
    return [
        [copy.shown_number, _stamp(copy.issued_at), copy.reference_code, str(copy.pages),
         str((copy.access_request and copy.access_request.researcher) or "–"), str(copy.issued_by or "–"),
         copy.sha512[:24] + "…"]
        for copy in copies.order_by("year", "number")
    ]  # fmt: skip


_L = gettext_lazy
_ASKED = (
    (_L("No."), 1.1),
    (_L("Reader"), 1.6),
    (_L("Reference code"), 1.6),
    (_L("Title"), 3),
    (_L("Use"), 1.5),
)
REGISTERS: dict[str, Register] = {
    "readers": Register(
        _L("Register of readers"),
        (
            (_L("Card"), 1),
            (_L("Reader"), 1.8),
            (_L("Number of the paper"), 1.4),
            (_L("Kind"), 2),
            (_L("Institution or nationality"), 1.8),
            (_L("Purpose"), 1.2),
            (_L("Given on"), 1.3),
            (_L("Valid until"), 1),
        ),
        _readers,
    ),
    "requests": Register(
        _L("Register of requests"),
        (*_ASKED, (_L("State"), 1.3), (_L("Submitted"), 1.3), (_L("Decided"), 1.3)),
        _requests,
    ),
    "loans": Register(
        _L("Register of hand-over and return"),
        (
            (_L("Reference code"), 1.4),
            (_L("Title"), 2.6),
            (_L("Reader"), 1.5),
            (_L("Handed over"), 1.2),
            (_L("By"), 1.2),
            (_L("Due"), 0.9),
            (_L("Returned"), 1.2),
            (_L("To"), 1.2),
            (_L("Condition"), 1.4),
        ),
        _loans,
    ),
    "copies": Register(
        _L("Register of copies"),
        (
            (_L("No."), 1),
            (_L("Reader"), 1.5),
            (_L("Reference code"), 1.5),
            (_L("Kind of copy"), 1.5),
            (_L("Number of the copy"), 1.2),
            (_L("Pages"), 1),
            (_L("Made"), 1.2),
            (_L("Fee in đồng"), 1),
            (_L("Receipt"), 0.9),
        ),
        _copies,
    ),
    "certified": Register(
        _L("Register of authenticated copies"),
        (
            (_L("Number of the copy"), 1.2),
            (_L("Issued"), 1.2),
            (_L("Reference code"), 1.5),
            (_L("Pages"), 0.6),
            (_L("Reader"), 1.5),
            (_L("By"), 1.3),
            ("SHA-512", 2),
        ),
        _certified,
    ),
    "refusals": Register(
        _L("Register of refusals"), (*_ASKED, (_L("Reason"), 2.4), (_L("Decided"), 1.2)), _refusals
    ),
}


def rows_of(name: str, first: date, last: date) -> list[Row]:
    """The rows of a register from a day to another, which both count."""
    return REGISTERS[name].rows(_midnight(first), _midnight(date.fromordinal(last.toordinal() + 1)))


def as_sheet(name: str, first: date, last: date) -> bytes:
    """The register as XLSX. Cells are written as words: what looks like a formula stays what it is."""
    register, out = REGISTERS[name], io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(str(register.title)[:31])
    bold, wrapped = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.write_string(
        0,
        0,
        f"{register.title} ({first:%d/%m/%Y}–{last:%d/%m/%Y})",
        book.add_format({"bold": True, "font_size": 14}),
    )
    for place, (column, width) in enumerate(register.columns):
        sheet.set_column(place, place, 14 * width)
        sheet.write_string(2, place, str(column), bold)
    for line, row in enumerate(rows_of(name, first, last), 3):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell, wrapped)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    book.close()
    return out.getvalue()


def as_paper(name: str, first: date, last: date, *, officer: str, at: datetime) -> bytes:
    """The register as PDF, in Vietnamese as official papers are."""
    with translation.override("vi"):
        register = REGISTERS[name]
        return typeset(
            "register",
            {
                **head_of_papers(), "title": str(register.title), "rows": rows_of(name, first, last),
                "period": f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
                "columns": [str(column) for column, _width in register.columns],
                "widths": [width for _column, width in register.columns], "dated": dated(at), "officer": officer,
            },
        )  # fmt: skip


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
