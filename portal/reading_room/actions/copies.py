"""Copies: quoted, accepted, paid, made, handed over, purged."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from catalog.models import Record
from catalog.people import Person
from catalog.provenance import record_event
from catalog.vocabulary import EventKind
from portal.reading_room import clock, deliveries, fees, notices, permissions
from portal.reading_room.actions import loans
from portal.reading_room.models import (
    AccessRequest,
    Bill,
    CertifiedCopy,
    Counter,
    Delivery,
    NotAllowedNow,
    RoomRules,
)
from portal.reading_room.vocabulary import Actor, CopyFormat, State, Use

RECEIPTS, CERTIFIED = "receipts", "certified"


def quote(access_request: AccessRequest, *, by: Person, at: datetime) -> Bill | None:
    """Put a copy on the dossier's bill; ``None`` where it costs nothing.

    Copies of a dossier that are approved while its bill is not accepted yet come on the same bill.
    """
    lines = fees.lines_for([access_request], on=timezone.localdate(at))
    if not sum(line["sum"] for line in lines):
        return None
    bill = (
        Bill.objects.select_for_update()
        .filter(dossier=access_request.dossier, accepted_at=None, paid_at=None)
        .first()
    ) or Bill(dossier=access_request.dossier, total=0)
    bill.lines = [*bill.lines, *lines]
    bill.total = sum(line["sum"] for line in bill.lines)
    bill.issued_at, bill.issued_by = at, by
    bill.save()
    return bill


@transaction.atomic
def accept(bill: Bill, *, by: Person, at: datetime) -> Bill:
    """The reader agrees to the quotation. Raises ``NotAllowedNow``."""
    bill = Bill.objects.select_for_update().get(pk=bill.pk, dossier__researcher=by)
    if bill.accepted_at or not _waiting(bill).exists():
        raise NotAllowedNow("There is nothing to accept.")
    _drop_cancelled(bill)
    bill.accepted_at = at
    bill.save()
    return bill


@transaction.atomic
def take_payment(bill: Bill, *, by: Person, at: datetime, paid_by: str) -> Bill:
    """Write down that the money has come; the receipt gets its number, the copies are prepared.

    Raises ``NotAllowedNow`` where it is paid already or nothing on it waits for payment any more.
    """
    permissions.check_is_officer(by)
    bill = Bill.objects.select_for_update().get(pk=bill.pk)
    waiting = list(_waiting(bill).select_for_update(of=("self",)).select_related("record"))
    if bill.paid_at or not waiting:
        raise NotAllowedNow("There is nothing to pay.")
    _drop_cancelled(bill)
    bill.paid_at, bill.paid_by, bill.taken_by = at, paid_by, by
    bill.accepted_at = bill.accepted_at or at
    bill.year = timezone.localdate(at).year
    bill.number = Counter.take(RECEIPTS, bill.year)
    bill.save()
    for each in waiting:
        each.move_to(State.PREPARING, Actor.OFFICER)
        clock.resume(each, on=timezone.localdate(at))
        loans.enlist(each, at=at)
        each.save()
    first = waiting[0]
    transaction.on_commit(lambda: notices.tell_researcher(first))
    return bill


@transaction.atomic
def make(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    """Make the copy, sign it where it is to be signed, and lay it ready for its reader.

    An authenticated copy gets the next number of its register in the same transaction: a copy that cannot be made
    leaves no gap. Raises ``NotAllowedNow``, ``deliveries.CannotMake``.
    """
    access_request = _preparing(access_request, by=by)
    if access_request.copy_format == CopyFormat.PDF or access_request.use != Use.COPY:
        certified = _register(access_request, by=by, at=at)
        made = deliveries.make(access_request, certified, at=at)
        Delivery.objects.create(
            access_request=access_request, ref=made.ref, name=made.name, size=made.size, sha512=made.sha512,
            made_at=at, ends_at=at + timedelta(days=RoomRules.load().download_days),
        )  # fmt: skip
        if certified:
            certified.sha512, certified.pages = made.sha512, made.pages
            certified.save()
    return _lay_ready(access_request, by=by, at=at)


@transaction.atomic
def hand_over(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    """The reader has fetched a copy at the counter. Raises ``NotAllowedNow``."""
    permissions.check_is_officer(by)
    access_request = AccessRequest.objects.select_for_update().get(pk=access_request.pk)
    if not access_request.is_copy:
        raise NotAllowedNow("Only a copy is handed over for good.")
    access_request.move_to(State.CLOSED, Actor.OFFICER)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    transaction.on_commit(lambda: notices.tell_researcher(access_request))
    return access_request


def fetched(delivery: Delivery, *, at: datetime) -> None:
    """Count that the reader has fetched the file."""
    Delivery.objects.filter(pk=delivery.pk).update(fetched=delivery.fetched + 1)


def purge(delivery: Delivery, *, at: datetime) -> None:
    """Erase the file; what was made, when and with which digest stays known."""
    deliveries.drop(delivery)
    delivery.purged_at = at
    delivery.save(update_fields=["purged_at"])


def purge_under(root: Record, *, at: datetime) -> None:
    """A record closed: copies of it that were made are erased, and authenticated ones are marked as withdrawn."""
    concerned = Record.objects.under(root).order_by()
    for delivery in Delivery.objects.filter(access_request__record__in=concerned, purged_at=None):
        delivery.purged_at = at
        delivery.save(update_fields=["purged_at"])
        transaction.on_commit(lambda gone=delivery: deliveries.drop(gone))  # type: ignore[misc]
    CertifiedCopy.objects.filter(access_request__record__in=concerned, withdrawn_at=None).update(
        withdrawn_at=at
    )


def _waiting(bill: Bill):
    return bill.requests.filter(state=State.QUOTED)


def _drop_cancelled(bill: Bill) -> None:
    """What was taken back since the quotation is not paid for."""
    waiting = set(_waiting(bill).values_list("pk", flat=True))
    bill.lines = [line for line in bill.lines if line["request"] in waiting]
    bill.total = sum(line["sum"] for line in bill.lines)


def _preparing(access_request: AccessRequest, *, by: Person) -> AccessRequest:
    access_request = (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("record", "researcher", "dossier")
        .get(pk=access_request.pk)
    )
    permissions.check_can_decide(by, access_request)
    if access_request.state != State.PREPARING or not access_request.is_copy:
        raise NotAllowedNow("Only a copy that is being prepared is made.")
    return access_request


def _register(access_request: AccessRequest, *, by: Person, at: datetime) -> CertifiedCopy | None:
    if access_request.use == Use.COPY:
        return None
    year = timezone.localdate(at).year
    return CertifiedCopy.objects.create(
        year=year, number=Counter.take(CERTIFIED, year), access_request=access_request, issued_at=at, issued_by=by,
        reference_code=access_request.record.reference_code, pages=0, sha512="",
    )  # fmt: skip


def _lay_ready(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    access_request.move_to(State.READY, Actor.OFFICER)
    access_request.save(update_fields=["state"])
    record_event(
        EventKind.COPY, access_request.record.key, by=by, at=at, request=access_request.pk, use=access_request.use,
    )  # fmt: skip
    transaction.on_commit(lambda: notices.tell_researcher(access_request))
    return access_request
