"""Requests: sent, asked back, answered, screened, approved, refused, extended, ended, and closed from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from catalog.actions import access as opening
from catalog.models import Record
from catalog.people import Person
from catalog.provenance import record_event
from catalog.vocabulary import Access, EventKind
from portal.reading_room import clock, notices, permissions
from portal.reading_room.actions import copies, loans
from portal.reading_room.models import AccessRequest, BasketItem, Dossier, NotAllowedNow, Word
from portal.reading_room.vocabulary import (
    ALIVE,
    PAUSED,
    Actor,
    CopyFormat,
    FeeClass,
    State,
    Use,
    WordKind,
)


@dataclass(frozen=True)
class Wish:
    """One record, and what is wanted of it."""

    record: Record
    use: str = Use.ONLINE
    pages: str = ""
    copy_format: str = CopyFormat.PDF
    wish: str = ""


@transaction.atomic
def submit(
    wishes: Iterable[Wish],
    *,
    by: Person,
    purpose: str,
    purpose_text: str,
    at: datetime,
    fee_class: str = FeeClass.OTHER,
) -> Dossier:
    """Send what a reader wants as one dossier. Raises ``permissions.CannotAsk``; then nothing is sent."""
    dossier = Dossier.objects.create(
        researcher=by,
        purpose=purpose,
        purpose_text=purpose_text,
        fee_class=fee_class,
        submitted_at=at,
    )
    for each in wishes:
        permissions.check_can_ask(by, each.record, each.use, at=at)
        access_request = AccessRequest(
            dossier=dossier, record=each.record, researcher=by, use=each.use, pages=each.pages,
            copy_format=each.copy_format, wish=each.wish, submitted_at=at,
        )  # fmt: skip
        clock.start(access_request, on=timezone.localdate(at))
        access_request.save()
    transaction.on_commit(lambda: notices.tell_officers(dossier))
    return dossier


@transaction.atomic
def send_basket(
    *, by: Person, purpose: str, purpose_text: str, at: datetime, fee_class: str = FeeClass.OTHER
) -> Dossier | None:
    """Send the basket and empty it; ``None`` where it is empty, as at the second of two clicks.

    What cannot be asked for any more, because the record has closed or has opened meanwhile, stays in the basket.
    """
    items = list(
        BasketItem.objects.select_for_update(of=("self",))
        .filter(reader_id=by.pk)
        .select_related("record")
    )
    able = [each for each in items if permissions.can_ask(by, each.record, each.use, at=at)]
    if not able:
        return None
    wishes = [Wish(each.record, each.use, each.pages, each.copy_format, each.wish) for each in able]
    dossier = submit(
        wishes, by=by, purpose=purpose, purpose_text=purpose_text, at=at, fee_class=fee_class
    )
    BasketItem.objects.filter(pk__in=[each.pk for each in able]).delete()
    return dossier


@transaction.atomic
def screen(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    """Say that a request for a record on request is complete; another officer decides on it."""
    access_request = _take(access_request, State.SCREENED, by=by)
    access_request.screened_by, access_request.screened_at = by, at
    access_request.save()
    _record_step(access_request, by=by, at=at)
    return access_request


@transaction.atomic
def send_back(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    """The second officer wants it screened anew."""
    access_request = _take(access_request, State.SUBMITTED, by=by)
    access_request.screened_by = access_request.screened_at = None
    access_request.save()
    return access_request


@transaction.atomic
def consult(access_request: AccessRequest, *, by: Person, at: datetime, text: str) -> AccessRequest:
    """Ask the agency that the document came from; the archive's clock goes on meanwhile."""
    access_request = _take(access_request, State.CONSULTING, by=by)
    access_request.save()
    _say(access_request, WordKind.CONSULTATION, text, by=by, at=at)
    return access_request


@transaction.atomic
def take_opinion(
    access_request: AccessRequest, *, by: Person, at: datetime, text: str
) -> AccessRequest:
    """Write down what the agency answered; the decision is the second officer's again."""
    access_request = _lock(access_request)
    permissions.check_can_decide(by, access_request)
    access_request.move_to(State.SCREENED, Actor.OFFICER)
    access_request.save()
    _say(access_request, WordKind.OPINION, text, by=by, at=at)
    return access_request


@transaction.atomic
def approve(
    access_request: AccessRequest,
    *,
    by: Person,
    at: datetime,
    until: datetime | None = None,
    reply: str = "",
    may_download: bool = False,
) -> AccessRequest:
    """Say yes: decision, grant and event in one transaction.

    Reading online opens the record until a moment (``until``, which that use needs), with or without a download;
    paper is looked for; a copy is quoted, or prepared at once where it costs nothing.
    """
    access_request = _lock(access_request)
    permissions.check_can_decide(by, access_request)
    access_request.reply = reply
    if access_request.use == Use.INFORMATION:
        raise NotAllowedNow("A question is answered, not approved.")
    if access_request.use == Use.ONLINE:
        if until is None:
            raise NotAllowedNow("Reading online ends on a day.")
        _step_as_officer(access_request, State.APPROVED, by=by)
        access_request.grant = opening.grant(
            record=access_request.record,
            reader=access_request.researcher,
            by=by,
            starts_at=at,
            ends_at=until,
            purpose=access_request.dossier.get_purpose_display(),
            may_download=may_download,
        )
    else:
        bill = copies.quote(access_request, by=by, at=at) if access_request.is_copy else None
        _step_as_officer(access_request, State.QUOTED if bill else State.PREPARING, by=by)
        access_request.bill = bill
        if bill:
            clock.pause_for_payment(access_request, on=timezone.localdate(at))
        else:
            loans.enlist(access_request, at=at)
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def refuse(
    access_request: AccessRequest, *, by: Person, at: datetime, reason: str, reply: str
) -> AccessRequest:
    """Say no, with a reason from the list and words of one's own."""
    access_request = _lock(access_request)
    permissions.check_can_decide(by, access_request)
    _step_as_officer(access_request, State.REFUSED, by=by)
    access_request.reason, access_request.reply = reason, reply
    access_request.closed_at = at
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def inform(access_request: AccessRequest, *, by: Person, at: datetime, reply: str) -> AccessRequest:
    """Answer a question in words. Raises ``NotAllowedNow`` where something else was asked for."""
    access_request = _take(access_request, State.CLOSED, by=by)
    if access_request.use != Use.INFORMATION:
        raise NotAllowedNow("Only a question is answered in words.")
    access_request.reply, access_request.closed_at = reply, at
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def ask_back(
    access_request: AccessRequest, *, by: Person, at: datetime, text: str
) -> AccessRequest:
    """Ask the reader for what is missing; the clock stands still until the answer."""
    access_request = _take(access_request, State.NEEDS_INFO, by=by)
    clock.pause(access_request, on=timezone.localdate(at))
    access_request.save()
    _say(access_request, WordKind.QUESTION, text, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_researcher(access_request))
    return access_request


@transaction.atomic
def answer(access_request: AccessRequest, *, by: Person, at: datetime, text: str) -> AccessRequest:
    """The reader answers; the clock goes on."""
    access_request = _own(access_request, by)
    access_request.move_to(State.SUBMITTED, Actor.READER)
    clock.resume(access_request, on=timezone.localdate(at))
    access_request.save()
    _say(access_request, WordKind.ANSWER, text, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_officers(access_request.dossier))
    return access_request


@transaction.atomic
def ask_extension(
    access_request: AccessRequest, *, by: Person, at: datetime, text: str
) -> AccessRequest:
    """The reader asks for more time with what is open to them. Raises ``NotAllowedNow``."""
    access_request = _own(access_request, by)
    permissions.check_can_extend(access_request, at=at)
    access_request.extension_asked_at = at
    access_request.save(update_fields=["extension_asked_at"])
    _say(access_request, WordKind.EXTENSION, text, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_officers(access_request.dossier))
    return access_request


@transaction.atomic
def extend(
    access_request: AccessRequest, *, by: Person, at: datetime, until: datetime | None
) -> AccessRequest:
    """Give more time, or (``until=None``) none. Raises ``NotAllowedNow`` where nothing was asked or it is over."""
    access_request = _lock(access_request)
    permissions.check_can_decide(by, access_request)
    grant = access_request.grant
    if access_request.extension_asked_at is None or access_request.state != State.APPROVED:
        raise NotAllowedNow("No extension is asked for.")
    if until is not None and grant is not None:
        opening.extend(grant, until=until, by=by, at=at)
    access_request.extension_asked_at = None
    access_request.save(update_fields=["extension_asked_at"])
    transaction.on_commit(lambda: notices.tell_researcher(access_request))
    return access_request


@transaction.atomic
def note(access_request: AccessRequest, *, by: Person, at: datetime, text: str) -> Word:
    """Write down what officers should know and the reader does not see."""
    permissions.check_is_officer(by)
    return _say(access_request, WordKind.NOTE, text, by=by, at=at)


@transaction.atomic
def assign(access_request: AccessRequest, *, to: Person | None, by: Person) -> AccessRequest:
    """Give a request to an officer, or to nobody. Raises ``PermissionDenied`` where ``to`` decides no requests."""
    permissions.check_is_officer(by)
    if to is not None:
        permissions.check_is_officer(to)
    access_request.assigned_to = to
    access_request.save(update_fields=["assigned_to"])
    return access_request


@transaction.atomic
def cancel(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    """The reader takes the request back. Raises ``NotAllowedNow`` once it is paid for or handed over."""
    access_request = _own(access_request, by)
    permissions.check_can_cancel(access_request)
    access_request.move_to(State.CANCELLED, Actor.READER)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    return access_request


@transaction.atomic
def take_back(
    access_request: AccessRequest, *, by: Person, at: datetime, reply: str
) -> AccessRequest:
    """The archive ends a reading that it had approved; the viewer closes at its next request."""
    access_request = _lock(access_request)
    permissions.check_can_decide(by, access_request)
    if access_request.state != State.APPROVED:
        raise NotAllowedNow("Only a running approval is taken back.")
    access_request.move_to(State.REVOKED, Actor.ARCHIVE)
    if access_request.grant and access_request.grant.revoked_at is None:
        opening.revoke(access_request.grant, by=by, at=at)
    access_request.reply, access_request.closed_at = reply, at
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def give_up(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    """The reader is done before the term ends; the viewer closes."""
    access_request = _own(access_request, by)
    access_request.move_to(State.CLOSED, Actor.READER)
    if access_request.grant and access_request.grant.revoked_at is None:
        opening.revoke(access_request.grant, by=by, at=at)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    return access_request


def answer_closed(root: Record, *, by: Person, at: datetime) -> None:
    """A record closed: requests for it, or for anything under it, are ended and their readers told.

    The reader learns that it is no longer served, and nothing else. Copies that wait to be fetched are gone with it.
    """
    if root.effective_access != Access.CLOSED:
        return
    concerned = AccessRequest.objects.filter(
        record__in=Record.objects.under(root).order_by(), state__in=ALIVE
    )
    for access_request in concerned.select_related("record", "researcher"):
        access_request.move_to(State.REVOKED, Actor.ARCHIVE)
        access_request.decided_by, access_request.decided_at, access_request.reply = by, at, ""
        access_request.closed_at = at
        access_request.save(
            update_fields=["state", "decided_by", "decided_at", "reply", "closed_at"]
        )
        transaction.on_commit(partial(notices.tell_researcher, access_request))
    copies.purge_under(root, at=at)


@transaction.atomic
def end_by_clock(access_request: AccessRequest, *, at: datetime) -> AccessRequest:
    """A term has ended: reading is over, a copy was not fetched, a bill was not paid. Raises ``NotAllowedNow``."""
    access_request = _lock(access_request)
    state = State.CANCELLED if access_request.state in PAUSED else State.CLOSED
    access_request.move_to(state, Actor.CLOCK)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    transaction.on_commit(lambda: notices.tell_researcher(access_request))
    return access_request


def _own(access_request: AccessRequest, reader: Person) -> AccessRequest:
    """Lock the reader's own request."""
    return AccessRequest.objects.select_for_update().get(pk=access_request.pk, researcher=reader)


def _say(
    access_request: AccessRequest, kind: WordKind, text: str, *, by: Person, at: datetime
) -> Word:
    return Word.objects.create(access_request=access_request, kind=kind, text=text, by=by, at=at)


def _lock(access_request: AccessRequest) -> AccessRequest:
    """Lock the row, so that of two officers who decide at once the second finds it decided."""
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("record", "researcher", "dossier", "grant")
        .get(pk=access_request.pk)
    )


def _take(access_request: AccessRequest, state: State, *, by: Person) -> AccessRequest:
    access_request = _lock(access_request)
    permissions.check_can_decide(by, access_request)
    _step_as_officer(access_request, state, by=by)
    return access_request


def _step_as_officer(access_request: AccessRequest, state: State, *, by: Person) -> None:
    """Take a step of the table as the officer who may: the second pair of eyes where the step wants it."""
    permissions.check_four_eyes(by, access_request, state)
    access_request.move_to(state, permissions.actor_for(access_request, state))


def _conclude(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    access_request.decided_by, access_request.decided_at = by, at
    access_request.save()
    _record_step(access_request, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_researcher(access_request))
    return access_request


def _record_step(access_request: AccessRequest, *, by: Person, at: datetime) -> None:
    record_event(
        EventKind.DECISION,
        access_request.record.key,
        by=by,
        at=at,
        request=access_request.pk,
        use=access_request.use,
        state=access_request.state,
        reason=access_request.reason or "",
    )
