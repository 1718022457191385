"""The reading room's verbs: submit, ask back, answer, approve, refuse, cancel; and what follows from elsewhere."""

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
from portal.reading_room.models import AccessRequest, Word
from portal.reading_room.vocabulary import WAITING, Actor, State, WordKind


@transaction.atomic
def submit(
    record: Record, *, by: Person, purpose: str, purpose_text: str, at: datetime
) -> AccessRequest:
    """Ask to see a record. Raises ``permissions.CannotAsk``."""
    permissions.check_can_ask(by, record)
    access_request = AccessRequest(
        record=record, researcher=by, purpose=purpose, purpose_text=purpose_text, submitted_at=at
    )
    clock.start(access_request, on=timezone.localdate(at))
    access_request.save()
    transaction.on_commit(lambda: notices.tell_officers(access_request))
    return access_request


@transaction.atomic
def approve(
    access_request: AccessRequest, *, by: Person, at: datetime, until: datetime, reply: str = ""
) -> AccessRequest:
    """Open the record to the researcher until a moment: decision, grant and event in one transaction."""
    access_request = _take(access_request, State.APPROVED, by=by)
    access_request.reply = reply
    access_request.grant = opening.grant(
        record=access_request.record,
        reader=access_request.researcher,
        by=by,
        starts_at=at,
        ends_at=until,
        purpose=access_request.get_purpose_display(),
    )
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def refuse(
    access_request: AccessRequest, *, by: Person, at: datetime, reason: str, reply: str
) -> AccessRequest:
    """Say no, with a reason from the list and words of one's own."""
    access_request = _take(access_request, State.REFUSED, by=by)
    access_request.reason, access_request.reply = reason, reply
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
    transaction.on_commit(lambda: notices.tell_officers(access_request))
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
    """The reader takes the request back."""
    access_request = _own(access_request, by)
    access_request.move_to(State.CANCELLED, Actor.READER)
    access_request.save(update_fields=["state"])
    return access_request


def answer_closed(root: Record, *, by: Person, at: datetime) -> None:
    """A record closed: requests that wait for it, or for anything under it, are ended and their readers told.

    The reader learns that it is no longer served, and nothing else.
    """
    if root.effective_access != Access.CLOSED:
        return
    waiting = AccessRequest.objects.filter(
        record__in=Record.objects.under(root).order_by(),
        state__in=(*WAITING, State.APPROVED),
    )
    for access_request in waiting.select_related("record", "researcher"):
        access_request.move_to(State.REVOKED, Actor.ARCHIVE)
        access_request.decided_by, access_request.decided_at, access_request.reply = by, at, ""
        access_request.save(update_fields=["state", "decided_by", "decided_at", "reply"])
        transaction.on_commit(partial(notices.tell_researcher, access_request))


def follow_days(sender: type, **kwargs: object) -> None:
    """The archive's days have changed: the deadlines of what waits are counted anew."""
    transaction.on_commit(clock.recount)


def _own(access_request: AccessRequest, reader: Person) -> AccessRequest:
    """Lock the reader's own request."""
    return AccessRequest.objects.select_for_update().get(pk=access_request.pk, researcher=reader)


def _say(
    access_request: AccessRequest, kind: WordKind, text: str, *, by: Person, at: datetime
) -> Word:
    return Word.objects.create(access_request=access_request, kind=kind, text=text, by=by, at=at)


def _take(access_request: AccessRequest, state: State, *, by: Person) -> AccessRequest:
    """Lock the row, so that two officers cannot both decide, and take the step."""
    access_request = (
        AccessRequest.objects.select_for_update()
        .select_related("record", "researcher")
        .get(pk=access_request.pk)
    )
    permissions.check_can_decide(by, access_request)
    access_request.move_to(state, Actor.OFFICER)
    return access_request


def _conclude(access_request: AccessRequest, *, by: Person, at: datetime) -> AccessRequest:
    access_request.decided_by, access_request.decided_at = by, at
    access_request.save()
    record_event(
        EventKind.DECISION,
        access_request.record.key,
        by=by,
        at=at,
        request=access_request.pk,
        state=access_request.state,
        reason=access_request.reason or "",
    )
    transaction.on_commit(lambda: notices.tell_researcher(access_request))
    return access_request
