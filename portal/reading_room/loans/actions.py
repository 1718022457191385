"""Paper: asked from the stack, fetched, handed over, returned, put back."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog import access
from catalog.events.log import record_event
from catalog.vocabulary import EventKind
from portal.accounts.models import User
from portal.reading_room.loans.availability import paper
from portal.reading_room.loans.models import Loan, Retrieval
from portal.reading_room.loans.permissions import NotOnShelf, check_can_issue
from portal.reading_room.requests import notices, permissions
from portal.reading_room.requests.actions.locking import lock
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.units import place_of
from portal.reading_room.requests.vocabulary import NoticeKind, State
from portal.reading_room.rules import roles
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.rules.uses import LENT
from portal.reading_room.rules.vocabulary import Actor


def ask_stack(access_request: AccessRequest, *, at: datetime) -> None:
    """Ask the stack for the box, once for all who need something out of it; digitised copies need none."""
    scans = access.scans_handed_out(access_request.record, at=at)
    if not access_request.use_rules.is_lent and scans.exists():
        return
    retrieval = _open_retrieval(place_of(access_request.record)[:160], at)
    access_request.retrieval = retrieval
    if retrieval.fetched_at and access_request.use_rules.is_lent:
        # the box stands in the room already
        _ready(access_request, at)


@transaction.atomic
def fetch(retrieval: Retrieval, *, by: User, at: datetime) -> Retrieval:
    """The box has come from the stack; readers who wait for paper in it are told. Raises ``NotAllowedNow``."""
    roles.check_is_officer(by)
    retrieval = Retrieval.objects.select_for_update().get(pk=retrieval.pk)
    if retrieval.fetched_at or retrieval.shelved_at:
        raise NotAllowedNow(gettext_noop("This box has been fetched already."))
    retrieval.fetched_at, retrieval.fetched_by = at, by
    retrieval.save()
    for each in retrieval.requests.filter(state=State.PREPARING, use__in=LENT):
        _ready(each, at)
        each.save(update_fields=["state", "ready_at", "kept_until"])
        notices.tell_after_commit(each)
    return retrieval


@transaction.atomic
def issue(access_request: AccessRequest, *, by: User, at: datetime) -> Loan:
    """Hand a file to its reader. Raises ``NotOnShelf`` where somebody has it, ``NotAllowedNow``, ``NotYours``.

    A file is out once: the database refuses a second loan of the same unit. Whether it may be handed out is asked
    again: what it holds may have been guarded since.
    """
    access_request = lock(access_request)
    check_can_issue(by, access_request, at=at)
    unit, today = access_request.unit, timezone.localdate(at)
    access_request.move_to(State.IN_USE, Actor.OFFICER)
    access_request.save(update_fields=["state"])
    try:
        with transaction.atomic():
            loan = Loan.objects.create(
                access_request=access_request,
                unit=unit,
                reader=access_request.researcher,
                issued_at=at,
                issued_by=by,
                due_on=today + timedelta(days=RoomRules.load().paper_days),
            )
    except IntegrityError as wrong:  # pragma: no cover  in a race only: tests/engines
        raise NotOnShelf(paper(access_request.record, on=today).why) from wrong
    record_event(EventKind.HANDOVER, unit.key, by=by, at=at, request=access_request.pk, deed="issued")
    return loan


@transaction.atomic
def return_paper(loan: Loan, *, by: User, at: datetime, condition: str = "") -> Loan:
    """The reader has given the file back; the condition in which it came is written down."""
    access_request = lock(loan.access_request)
    permissions.check_can_decide(by, access_request)
    loan = Loan.objects.select_for_update().get(pk=loan.pk)
    if loan.returned_at:
        raise NotAllowedNow(gettext_noop("This file has been returned already."))
    loan.returned_at, loan.returned_to, loan.condition = at, by, condition
    loan.save()
    if access_request.state == State.IN_USE:
        access_request.move_to(State.CLOSED, Actor.OFFICER)
        access_request.closed_at = at
        access_request.save(update_fields=["state", "closed_at"])
        transaction.on_commit(lambda: notices.tell_researcher(access_request, NoticeKind.CLOSED))
    record_event(EventKind.HANDOVER, loan.unit.key, by=by, at=at, request=access_request.pk, deed="returned")
    return loan


@transaction.atomic
def shelve(retrieval: Retrieval, *, by: User, at: datetime) -> Retrieval:
    """The box goes back. Raises ``NotAllowedNow`` while a file of it is out or somebody still waits for one."""
    roles.check_is_officer(by)
    retrieval = Retrieval.objects.select_for_update().get(pk=retrieval.pk)
    if retrieval.shelved_at or retrieval.is_needed():
        raise NotAllowedNow(gettext_noop("Somebody still needs something out of this box."))
    retrieval.shelved_at, retrieval.shelved_by = at, by
    retrieval.save()
    return retrieval


def _open_retrieval(place: str, at: datetime) -> Retrieval:
    """The box's retrieval, locked; a new one where the last has just been put back."""
    while True:
        found, _is_new = Retrieval.objects.get_or_create(place=place, shelved_at=None, defaults={"asked_at": at})
        locked = Retrieval.objects.select_for_update().get(pk=found.pk)
        if locked.shelved_at is None:  # pragma: no branch  another round in a race only
            return locked


def _ready(access_request: AccessRequest, at: datetime) -> None:
    access_request.move_to(State.READY, Actor.OFFICER)
    access_request.ready_at = at
    kept = timedelta(days=RoomRules.load().paper_days)
    access_request.kept_until = timezone.localdate(at) + kept
