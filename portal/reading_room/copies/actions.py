"""Copies: quoted, accepted, paid, made, handed over, purged."""

from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog import access
from catalog.events.log import record_event
from catalog.records.actions.locking import lock_fonds
from catalog.vocabulary import EventKind
from portal.accounts.models import User
from portal.reading_room.copies import files, making, quotations
from portal.reading_room.copies.models import AuthenticatedCopy, Bill, FinishedCopy
from portal.reading_room.copies.permissions import check_can_download, check_can_hand_over, check_can_make_copy
from portal.reading_room.requests import clock, handling, notices, permissions
from portal.reading_room.requests.actions.locking import lock, lock_own
from portal.reading_room.requests.models import AccessRequest, Dossier
from portal.reading_room.requests.vocabulary import NoticeKind, State
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.models import Counter, RoomRules
from portal.reading_room.rules.vocabulary import Actor

RECEIPTS, AUTHENTICATED = "receipts", "authenticated"


def quote(access_request: AccessRequest, *, by: User, at: datetime) -> bool:
    """Put a copy on the dossier's bill; not where it costs nothing, or was paid for before.

    Copies of a dossier that are approved while its bill is not accepted yet come on the same bill. Raises
    ``making.CannotMake`` where the copy could never be made.
    """
    making.check_can_make(access_request, at=at)
    if access_request.bill and access_request.bill.paid_at:
        return False
    access_request.bill = None
    lines = quotations.lines_for([access_request], on=timezone.localdate(at))
    if not sum(line["sum"] for line in lines):
        return False
    # two officers at one dossier: the second finds the bill that the first has made
    dossier = Dossier.objects.select_for_update().get(pk=access_request.dossier_id)
    bill = (Bill.objects.select_for_update().filter(dossier=dossier, accepted_at=None, paid_at=None).first()) or Bill(
        dossier=dossier, total=0
    )
    others = [line for line in bill.lines if line["request"] != access_request.pk]
    bill.lines = [*others, *lines]
    bill.total = sum(line["sum"] for line in bill.lines)
    bill.issued_at, bill.issued_by = at, by
    bill.save()
    access_request.bill = bill
    return True


def recount(access_request: AccessRequest, *, at: datetime) -> None:
    """Take off a bill that is not paid what does not wait for payment any more."""
    if access_request.bill_id is None:
        return
    bill = Bill.objects.select_for_update().get(pk=access_request.bill_id)
    if bill.paid_at:
        return
    waiting = set(_waiting(bill).values_list("pk", flat=True))
    bill.lines = [line for line in bill.lines if line["request"] in waiting]
    bill.total = sum(line["sum"] for line in bill.lines)
    bill.save(update_fields=["lines", "total"])


@transaction.atomic
def accept(bill: Bill, *, by: User, at: datetime) -> Bill:
    """The reader agrees to the quotation. Raises ``NotAllowedNow``."""
    bill = Bill.objects.select_for_update(of=("self",)).get(pk=bill.pk, dossier__researcher=by)
    if bill.accepted_at or not _waiting(bill).exists():
        raise NotAllowedNow(gettext_noop("There is nothing to accept."))
    bill.accepted_at = at
    bill.save(update_fields=["accepted_at"])
    return bill


@transaction.atomic
def take_payment(bill: Bill, *, by: User, at: datetime, paid_by: str) -> Bill:
    """Write down that the money has come; the receipt gets its number, the copies are prepared.

    Raises ``NotAllowedNow`` where it is paid already or nothing on it waits for payment any more, and
    ``NotYours`` for an officer's own bill.
    """
    for each in _waiting(bill):
        permissions.check_can_decide(by, each)
    lock_fonds(*(each.record for each in _waiting(bill).select_related("record")))
    waiting = [lock(each) for each in _waiting(bill).order_by("pk")]
    bill = Bill.objects.select_for_update().get(pk=bill.pk)
    if bill.paid_at or not waiting:
        raise NotAllowedNow(gettext_noop("There is nothing to pay."))
    bill.paid_at, bill.paid_by, bill.taken_by = at, paid_by, by
    bill.accepted_at = bill.accepted_at or at
    bill.year = timezone.localdate(at).year
    bill.number = Counter.take(RECEIPTS, bill.year)
    bill.save()
    for each in waiting:
        each.move_to(State.PREPARING, Actor.OFFICER)
        clock.resume(each, on=timezone.localdate(at))
        handling.prepare(each, at=at)
        each.save()
    first = waiting[0]
    transaction.on_commit(lambda: notices.tell_researcher(first, NoticeKind(first.state)))
    return bill


def make(access_request: AccessRequest, *, by: User, at: datetime) -> AccessRequest:
    """Make the copy, sign it where it is to be signed, and lay it ready for its reader.

    An authenticated copy takes the next number of its register first, and keeps it: where making fails, the next
    attempt uses the same number, so that the register has no gap. The pages are drawn and typeset outside any
    transaction, because that takes long. Raises ``NotAllowedNow``, ``making.CannotMake``.
    """
    access_request, entry = _take_number(access_request, by=by, at=at)
    if access_request.waits_at_counter and not access.scans_handed_out(access_request.record, at=at).exists():
        # copied from the original by hand
        return _lay_ready(access_request, None, by=by, at=at)
    made = making.make(access_request, entry, at=at)
    try:
        return _lay_ready(access_request, made, by=by, at=at)
    except NotAllowedNow:  # pragma: no cover  in a race only: tests/engines
        files.drop_file(made.ref)  # somebody else was faster, or the record has closed meanwhile
        raise


@transaction.atomic
def hand_over(access_request: AccessRequest, *, by: User, at: datetime) -> AccessRequest:
    """The reader has fetched a copy at the counter. Raises ``NotAllowedNow``."""
    access_request = lock(access_request)
    check_can_hand_over(by, access_request, at=at)
    if not access_request.is_copy:
        raise NotAllowedNow(gettext_noop("Only a copy is handed over for good."))
    access_request.move_to(State.CLOSED, Actor.OFFICER)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    transaction.on_commit(lambda: notices.tell_researcher(access_request, NoticeKind.CLOSED))
    return access_request


@transaction.atomic
def download(finished_copy: FinishedCopy, *, by: User, at: datetime) -> BinaryIO:
    """Open the file for its reader: it is handed over thereby, and may be downloaded again until its term ends.

    Raises ``NotAllowedNow`` where it may not go out any more, or is not there; ``AccessRequest.DoesNotExist`` where the
    request is not this reader's any more.
    """
    access_request = lock_own(finished_copy.access_request, by)
    # read anew: while this waited, the record may have closed, or the request be decided anew, which forgets the copy
    kept = FinishedCopy.objects.filter(pk=finished_copy.pk)
    check_can_download(by, kept.select_related("access_request__record").first(), at=at)
    opened = files.open_file(finished_copy)
    kept.update(fetched=F("fetched") + 1)
    if access_request.state == State.READY:
        access_request.move_to(State.CLOSED, Actor.READER)
        access_request.closed_at = at
        access_request.save(update_fields=["state", "closed_at"])
        transaction.on_commit(lambda: notices.tell_researcher(access_request, NoticeKind.CLOSED))
    return opened


def erase_file(access_request: AccessRequest, *, at: datetime) -> None:
    """Erase the file of a request; what was made, when and with which digest stays known."""
    for finished_copy in FinishedCopy.objects.filter(access_request=access_request, purged_at=None):
        finished_copy.purged_at = at
        finished_copy.save(update_fields=["purged_at"])
        transaction.on_commit(partial(files.drop_file, finished_copy.ref))


def withdraw_number(access_request: AccessRequest, *, at: datetime) -> None:
    """Mark an authenticated copy in its register as withdrawn: the request is served no more."""
    AuthenticatedCopy.objects.filter(access_request=access_request, withdrawn_at=None).update(withdrawn_at=at)


def forget_copy(access_request: AccessRequest, *, at: datetime) -> None:
    """Make room for another copy after a new decision; the number of the one that was made stays withdrawn."""
    FinishedCopy.objects.filter(access_request=access_request).delete()
    AuthenticatedCopy.objects.filter(access_request=access_request).update(access_request=None)


def _waiting(bill: Bill) -> QuerySet[AccessRequest]:
    return bill.requests.filter(state=State.QUOTED)


@transaction.atomic
def _take_number(
    access_request: AccessRequest, *, by: User, at: datetime
) -> tuple[AccessRequest, AuthenticatedCopy | None]:
    access_request = lock(access_request)
    if access_request.state != State.PREPARING or not access_request.is_copy:
        raise NotAllowedNow(gettext_noop("Only a copy that is being prepared is made."))
    check_can_make_copy(by, access_request, at=at)
    if not access_request.use_rules.is_signed:
        return access_request, None
    taken = AuthenticatedCopy.objects.filter(access_request=access_request).first()
    year = timezone.localdate(at).year
    return access_request, taken or AuthenticatedCopy.objects.create(
        year=year,
        number=Counter.take(AUTHENTICATED, year),
        access_request=access_request,
        issued_at=at,
        issued_by=by,
        reference_code=access_request.record.reference_code,
        pages=0,
        sha512="",
    )


@transaction.atomic
def _lay_ready(access_request: AccessRequest, made: files.Made | None, *, by: User, at: datetime) -> AccessRequest:
    lock_fonds(access_request.record)
    access_request = lock(access_request)
    permissions.check_is_served(access_request, at=at)
    access_request.move_to(State.READY, Actor.OFFICER)
    access_request.kept_until = None
    if made:
        handed_out = set(access.scans_handed_out(access_request.record, at=at).values_list("key", flat=True))
        if not handed_out.issuperset(made.scan_keys):
            raise NotAllowedNow(gettext_noop("A page was closed while the copy was made."))
        # also of what was scanned only after it was asked for: the copy is taken back when one of its pages closes
        access_request.scan_keys = list(made.scan_keys)
        FinishedCopy.objects.create(
            access_request=access_request,
            ref=made.ref,
            name=made.name,
            size=made.size,
            sha512=made.sha512,
            made_at=at,
            ends_at=at + timedelta(days=RoomRules.load().download_days),
        )
        AuthenticatedCopy.objects.filter(access_request=access_request).update(
            sha512=made.certificate_sha512, pages=len(made.scan_keys)
        )
    else:
        # copied by hand, so that no file's term ends it
        kept = timedelta(days=RoomRules.load().paper_days)
        access_request.kept_until = timezone.localdate(at) + kept
    access_request.ready_at = at
    access_request.save(update_fields=["state", "ready_at", "kept_until", "scan_keys"])
    record_event(
        EventKind.COPY,
        access_request.record.key,
        by=by,
        at=at,
        request=access_request.pk,
        use=access_request.use,
    )
    transaction.on_commit(lambda: notices.tell_researcher(access_request, NoticeKind.READY))
    return access_request
