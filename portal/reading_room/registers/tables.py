"""The registers that an archive keeps: readers, requests, hand-over, copies, refusals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.copies.models import AuthenticatedCopy
from portal.reading_room.loans.models import Loan
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.amounts import write_amount
from portal.reading_room.rules.uses import COPIES

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
    cards = ReaderCard.objects.filter(decided_at__gte=first, decided_at__lt=end, number__isnull=False)
    return [
        [
            card.shown_number,
            str(card.reader or "–"),
            card.masked_number,
            str(card.get_kind_display()),
            card.institution or card.nationality,
            str(card.get_purpose_display()),
            _stamp(card.decided_at),
            f"{card.valid_until:%d/%m/%Y}",
        ]
        for card in cards.select_related("reader").order_by("year", "number")
    ]


def _requests(first: datetime, end: datetime) -> list[Row]:
    return [_request(each) for each in _sent(first, end)]


def _refusals(first: datetime, end: datetime) -> list[Row]:
    refused = AccessRequest.objects.filter(
        state=State.REFUSED, decided_at__gte=first, decided_at__lt=end
    ).select_related("record", "researcher", "dossier")
    return [
        [*_request(each)[:5], str(each.get_reason_display()), _stamp(each.decided_at)]
        for each in refused.order_by("decided_at")
    ]


def _sent(first: datetime, end: datetime) -> QuerySet[AccessRequest]:
    return (
        AccessRequest.objects.filter(submitted_at__gte=first, submitted_at__lt=end)
        .select_related("record", "researcher", "dossier", "decided_by")
        .order_by("submitted_at", "pk")
    )


def _request(each: AccessRequest) -> Row:
    return [
        each.dossier.number,
        str(each.researcher or "–"),
        each.record.reference_code,
        each.record.title,
        str(each.get_use_display()),
        str(each.get_state_display()),
        _stamp(each.submitted_at),
        _stamp(each.decided_at),
    ]


def _loans(first: datetime, end: datetime) -> list[Row]:
    loans = Loan.objects.filter(issued_at__gte=first, issued_at__lt=end).select_related(
        "unit", "reader", "issued_by", "returned_to"
    )
    return [
        [
            loan.unit.reference_code,
            loan.unit.title,
            str(loan.reader or "–"),
            _stamp(loan.issued_at),
            str(loan.issued_by or "–"),
            f"{loan.due_on:%d/%m/%Y}",
            _stamp(loan.returned_at),
            str(loan.returned_to or ""),
            loan.condition,
        ]
        for loan in loans.order_by("issued_at")
    ]


def _copies(first: datetime, end: datetime) -> list[Row]:
    made = AccessRequest.objects.filter(use__in=COPIES, ready_at__gte=first, ready_at__lt=end)
    rows = made.select_related("record", "researcher", "dossier", "authenticated_copy", "bill")
    return [
        [
            each.dossier.number,
            str(each.researcher or "–"),
            each.record.reference_code,
            str(each.get_use_display()),
            each.authenticated_copy.shown_number if hasattr(each, "authenticated_copy") else "",
            each.pages or str(_("all")),
            _stamp(each.ready_at),
            write_amount(_fee(each)),
            each.bill.receipt_number if each.bill else "",
        ]
        for each in rows.order_by("ready_at")
    ]


def _fee(each: AccessRequest) -> int:
    """What this copy cost, out of a bill that may hold others."""
    lines = each.bill.lines if each.bill else []
    return sum(line["sum"] for line in lines if line["request"] == each.pk)


def _authenticated(first: datetime, end: datetime) -> list[Row]:
    copies = AuthenticatedCopy.objects.filter(issued_at__gte=first, issued_at__lt=end).select_related(
        "issued_by", "access_request__researcher"
    )
    return [
        [
            copy.shown_number,
            _stamp(copy.issued_at),
            copy.reference_code,
            str(copy.pages),
            str((copy.access_request and copy.access_request.researcher) or "–"),
            str(copy.issued_by or "–"),
            copy.sha512[:24] + "…",
        ]
        for copy in copies.order_by("year", "number")
    ]


_ASKED = (
    (_("No."), 1.1),
    (_("Reader"), 1.6),
    (_("Reference code"), 1.6),
    (_("Title"), 3),
    (_("Use"), 1.5),
)


REGISTERS: dict[str, Register] = {
    "readers": Register(
        _("Register of readers"),
        (
            (_("Card"), 1),
            (_("Reader"), 1.8),
            (_("Number of the paper"), 1.4),
            (_("Kind"), 2),
            (_("Institution or nationality"), 1.8),
            (_("Purpose"), 1.2),
            (_("Given on"), 1.3),
            (_("Valid until"), 1),
        ),
        _readers,
    ),
    "requests": Register(
        _("Register of requests"),
        (*_ASKED, (_("State"), 1.3), (_("Submitted"), 1.3), (_("Decided"), 1.3)),
        _requests,
    ),
    "loans": Register(
        _("Register of hand-over and return"),
        (
            (_("Reference code"), 1.4),
            (_("Title"), 2.6),
            (_("Reader"), 1.5),
            (_("Handed over"), 1.2),
            (_("By"), 1.2),
            (_("Due"), 0.9),
            (_("Returned"), 1.2),
            (_("Taken back by"), 1.2),
            (_("Condition"), 1.4),
        ),
        _loans,
    ),
    "copies": Register(
        _("Register of copies"),
        (
            (_("No."), 1),
            (_("Reader"), 1.5),
            (_("Reference code"), 1.5),
            (_("Kind of copy"), 1.5),
            (_("Number of the copy"), 1.2),
            (_("Pages"), 1),
            (_("Made"), 1.2),
            (_("Fee in đồng"), 1),
            (_("Receipt"), 0.9),
        ),
        _copies,
    ),
    "authenticated": Register(
        _("Register of authenticated copies"),
        (
            (_("Number of the copy"), 1.2),
            (_("Issued"), 1.2),
            (_("Reference code"), 1.5),
            (_("Pages"), 0.6),
            (_("Reader"), 1.5),
            (_("By"), 1.3),
            ("SHA-512", 2),
        ),
        _authenticated,
    ),
    "refusals": Register(_("Register of refusals"), (*_ASKED, (_("Reason"), 2.4), (_("Decided"), 1.2)), _refusals),
}


def rows_of(name: str, first: date, last: date) -> list[Row]:
    """The rows of a register from a day to another, which both count."""
    return REGISTERS[name].rows(_midnight(first), _midnight(date.fromordinal(last.toordinal() + 1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
