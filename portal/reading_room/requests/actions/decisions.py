"""What officers do with requests: ask back, screen, consult, approve, refuse, answer, extend, end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.records.actions import access as opening
from portal.accounts.models import User
from portal.reading_room.requests import clock, handling, notices, permissions
from portal.reading_room.requests.actions.locking import lock, say, write_down
from portal.reading_room.requests.models import AccessRequest, Word
from portal.reading_room.requests.vocabulary import NoticeKind, State, WordKind
from portal.reading_room.rules import roles
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.vocabulary import Actor


@transaction.atomic
def ask_back(access_request: AccessRequest, *, by: User, at: datetime, text: str) -> AccessRequest:
    """Ask the reader for what is missing; the clock stands still until the answer."""
    access_request = _take(access_request, State.NEEDS_INFO, by=by)
    clock.pause(access_request, on=timezone.localdate(at))
    access_request.save()
    say(access_request, WordKind.QUESTION, text, by=by, at=at)
    _tell(access_request)
    return access_request


@transaction.atomic
def screen(access_request: AccessRequest, *, by: User, at: datetime) -> AccessRequest:
    """Say that a request for a record on request is complete; another officer decides on it."""
    access_request = _take(access_request, State.SCREENED, by=by)
    access_request.screened_by, access_request.screened_at = by, at
    access_request.save()
    write_down(access_request, by=by, at=at)
    return access_request


@transaction.atomic
def send_back(access_request: AccessRequest, *, by: User, at: datetime) -> AccessRequest:
    """The second officer wants it screened anew."""
    access_request = _take(access_request, State.SUBMITTED, by=by)
    access_request.screened_by = access_request.screened_at = None
    access_request.save()
    return access_request


@transaction.atomic
def consult(access_request: AccessRequest, *, by: User, at: datetime, text: str) -> AccessRequest:
    """Ask the agency that the document came from; the archive's clock goes on meanwhile."""
    access_request = _take(access_request, State.CONSULTING, by=by)
    access_request.save()
    say(access_request, WordKind.CONSULTATION, text, by=by, at=at)
    return access_request


@transaction.atomic
def take_opinion(access_request: AccessRequest, *, by: User, at: datetime, text: str) -> AccessRequest:
    """Write down what the agency answered; the decision is the second officer's again."""
    access_request = lock(access_request)
    permissions.check_can_decide(by, access_request)
    access_request.move_to(State.SCREENED, Actor.OFFICER)
    access_request.save()
    say(access_request, WordKind.OPINION, text, by=by, at=at)
    return access_request


@transaction.atomic
def approve(
    access_request: AccessRequest,
    *,
    by: User,
    at: datetime,
    until: datetime | None = None,
    reply: str = "",
    may_download: bool = False,
) -> AccessRequest:
    """Say yes: decision, grant and event in one transaction.

    Reading online opens the record until a moment (``until``, which that use needs), with or without a download;
    paper is looked for; a copy is quoted, or prepared at once where it costs nothing. Raises ``NotAllowedNow``,
    ``Unavailable`` where a copy could never be made.
    """
    access_request = lock(access_request)
    permissions.check_can_approve(by, access_request, at=at)
    access_request.reply = reply
    if access_request.use_rules.is_read_online:
        _open(access_request, by=by, at=at, until=until, may_download=may_download)
    else:
        _begin(access_request, by=by, at=at)
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def refuse(access_request: AccessRequest, *, by: User, at: datetime, reason: str, reply: str) -> AccessRequest:
    """Say no, with a reason from the list and words of one's own; also to what proves impossible to make or fetch."""
    access_request = lock(access_request)
    permissions.check_can_refuse(by, access_request)
    _step(access_request, State.REFUSED, by=by)
    access_request.reason, access_request.reply = reason, reply
    access_request.closed_at = at
    handling.take_away(access_request, at=at)
    access_request.save()
    handling.finish(access_request, at=at)
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def inform(access_request: AccessRequest, *, by: User, at: datetime, reply: str) -> AccessRequest:
    """Answer a question in words. Raises ``NotAllowedNow`` where something else was asked for."""
    access_request = _take(access_request, State.CLOSED, by=by)
    if not access_request.use_rules.is_answered:
        raise NotAllowedNow(gettext_noop("Only a question is answered in words."))
    access_request.reply, access_request.closed_at = reply, at
    return _conclude(access_request, by=by, at=at)


@transaction.atomic
def extend(access_request: AccessRequest, *, by: User, at: datetime, until: datetime | None) -> AccessRequest:
    """Give more time, or (``until=None``) none; who screened the request does not. Raises ``NotAllowedNow``."""
    access_request = lock(access_request)
    permissions.check_can_answer_extension(by, access_request)
    grant = access_request.grant
    if until is not None and grant is not None:
        permissions.check_is_served(access_request, at=at)
        opening.extend(grant, until=until, by=by, at=at)
    access_request.extension_asked_at = None
    access_request.save(update_fields=["extension_asked_at"])
    occasion = NoticeKind.EXTENDED if until is not None else NoticeKind.NOT_EXTENDED
    transaction.on_commit(lambda: notices.tell_researcher(access_request, occasion))
    return access_request


@transaction.atomic
def take_back(access_request: AccessRequest, *, by: User, at: datetime, reply: str) -> AccessRequest:
    """The archive ends a reading that it had approved; the viewer closes at its next request."""
    access_request = lock(access_request, ends_reading=True)
    permissions.check_can_decide(by, access_request)
    if access_request.state != State.APPROVED:
        raise NotAllowedNow(gettext_noop("Only a running approval is taken back."))
    access_request.move_to(State.REVOKED, Actor.ARCHIVE)
    if access_request.grant and access_request.grant.revoked_at is None:
        opening.revoke(access_request.grant, by=by, at=at)
    access_request.reply, access_request.closed_at = reply, at
    return _conclude(access_request, by=by, at=at, occasion=NoticeKind.TAKEN_BACK)


@transaction.atomic
def note(access_request: AccessRequest, *, by: User, at: datetime, text: str) -> Word:
    """Write down what officers should know and the reader does not see."""
    roles.check_is_officer(by)
    return say(access_request, WordKind.NOTE, text, by=by, at=at)


@transaction.atomic
def assign(access_request: AccessRequest, *, to: User | None, by: User) -> AccessRequest:
    """Give a request to an officer, or to nobody. Raises ``NotYours`` where ``to`` decides no requests."""
    roles.check_is_officer(by)
    if to is not None:
        roles.check_is_officer(to)
    access_request.assigned_to = to
    access_request.save(update_fields=["assigned_to"])
    return access_request


def _open(
    access_request: AccessRequest,
    *,
    by: User,
    at: datetime,
    until: datetime | None,
    may_download: bool,
) -> None:
    if until is None:
        raise NotAllowedNow(gettext_noop("Reading online ends on a day."))
    assert access_request.researcher is not None  # whose account is gone is served nothing
    _step(access_request, State.APPROVED, by=by)
    access_request.grant = opening.grant(
        record=access_request.record,
        reader=access_request.researcher,
        by=by,
        starts_at=at,
        ends_at=until,
        purpose=access_request.dossier.get_purpose_display(),
        may_download=may_download,
    )


def _begin(access_request: AccessRequest, *, by: User, at: datetime) -> None:
    """Have paper fetched or a copy made; one that costs something waits for the money."""
    costs_something = handling.quote(access_request, by=by, at=at)
    access_request.decision_due_on = access_request.due_on
    _step(access_request, State.QUOTED if costs_something else State.PREPARING, by=by)
    if costs_something:
        clock.pause_for_payment(access_request, on=timezone.localdate(at))
    else:
        handling.prepare(access_request, at=at)


def _take(access_request: AccessRequest, state: State, *, by: User) -> AccessRequest:
    access_request = lock(access_request)
    permissions.check_can_decide(by, access_request)
    _step(access_request, state, by=by)
    return access_request


def _step(access_request: AccessRequest, state: State, *, by: User) -> None:
    """Take a step of the table as the officer who may: the second pair of eyes where the step wants it."""
    permissions.check_four_eyes(by, access_request, state)
    access_request.move_to(state, permissions.actor_for(access_request, state))


def _conclude(
    access_request: AccessRequest, *, by: User, at: datetime, occasion: NoticeKind | None = None
) -> AccessRequest:
    access_request.decision_due_on = access_request.decision_due_on or access_request.due_on
    access_request.decided_by, access_request.decided_at = by, at
    access_request.save()
    write_down(access_request, by=by, at=at)
    _tell(access_request, occasion)
    return access_request


def _tell(access_request: AccessRequest, occasion: NoticeKind | None = None) -> None:
    told = occasion or NoticeKind(access_request.state)
    transaction.on_commit(lambda: notices.tell_researcher(access_request, told))
