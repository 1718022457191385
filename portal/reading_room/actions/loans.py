"""Paper: asked from the stack, fetched, handed over, returned, put back."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog import access
from catalog.people import Person
from catalog.provenance import record_event
from catalog.vocabulary import EventKind
from portal.reading_room import notices, permissions
from portal.reading_room.models import AccessRequest, Loan, NotAllowedNow, Retrieval, RoomRules
from portal.reading_room.offers import paper
from portal.reading_room.units import place_of, unit_of
from portal.reading_room.vocabulary import Actor, State, Use


class NotOnShelf(Exception):
    """The paper is in other hands or away; the message says why."""


def enlist(access_request: AccessRequest, *, at: datetime) -> Retrieval | None:
    """Ask the stack for the box, once for all who need something out of it; digitised copies need none."""
    scans = access.scans_handed_out(access_request.record, at=at)
    if access_request.use != Use.ROOM and scans.exists():
        return None
    retrieval, _is_new = Retrieval.objects.get_or_create(
        place=place_of(access_request.record)[:160], shelved_at=None, defaults={"asked_at": at}
    )
    access_request.retrieval = retrieval
    if retrieval.fetched_at and access_request.use == Use.ROOM and access_request.pk:
        # the box stands in the room already
        access_request.move_to(State.READY, Actor.OFFICER)
    return retrieval


@transaction.atomic
def fetch(retrieval: Retrieval, *, by: Person, at: datetime) -> Retrieval:
    """The box has come from the stack; readers who wait for paper in it are told. Raises ``NotAllowedNow``."""
    permissions.check_is_officer(by)
    retrieval = Retrieval.objects.select_for_update().get(pk=retrieval.pk)
    if retrieval.fetched_at or retrieval.shelved_at:
        raise NotAllowedNow("This box has been fetched already.")
    retrieval.fetched_at, retrieval.fetched_by = at, by
    retrieval.save()
    for each in retrieval.requests.filter(state=State.PREPARING, use=Use.ROOM):
        each.move_to(State.READY, Actor.OFFICER)
        each.save(update_fields=["state"])
        notices.tell_after_commit(each)
    return retrieval


@transaction.atomic
def issue(access_request: AccessRequest, *, by: Person, at: datetime) -> Loan:
    """Hand a file to its reader. Raises ``NotOnShelf`` where somebody has it, ``NotAllowedNow``.

    A file is out once: the database refuses a second loan of the same unit.
    """
    permissions.check_is_officer(by)
    access_request = _locked(access_request)
    permissions.check_card(access_request)
    unit, today = unit_of(access_request.record), timezone.localdate(at)
    away = paper(access_request.record, on=today)
    if not away.is_there:
        raise NotOnShelf(away.why)
    access_request.move_to(State.IN_USE, Actor.OFFICER)
    access_request.save(update_fields=["state"])
    try:
        with transaction.atomic():
            loan = Loan.objects.create(
                access_request=access_request, unit=unit, reader=access_request.researcher, issued_at=at, issued_by=by,
                due_on=today + timedelta(days=RoomRules.load().paper_days),
            )  # fmt: skip
    except IntegrityError as wrong:
        raise NotOnShelf("In use by another reader") from wrong
    record_event(
        EventKind.HANDOVER, unit.key, by=by, at=at, request=access_request.pk, deed="issued"
    )
    return loan


@transaction.atomic
def return_paper(loan: Loan, *, by: Person, at: datetime, condition: str = "") -> Loan:
    """The reader has given the file back; the condition in which it came is written down."""
    permissions.check_is_officer(by)
    loan = Loan.objects.select_for_update().get(pk=loan.pk)
    if loan.returned_at:
        raise NotAllowedNow("This file has been returned already.")
    loan.returned_at, loan.returned_to, loan.condition = at, by, condition
    loan.save()
    access_request = _locked(loan.access_request)
    if access_request.state == State.IN_USE:
        access_request.move_to(State.CLOSED, Actor.OFFICER)
        access_request.closed_at = at
        access_request.save(update_fields=["state", "closed_at"])
        notices.tell_after_commit(access_request)
    record_event(
        EventKind.HANDOVER, loan.unit.key, by=by, at=at, request=access_request.pk, deed="returned"
    )
    return loan


@transaction.atomic
def shelve(retrieval: Retrieval, *, by: Person, at: datetime) -> Retrieval:
    """The box goes back. Raises ``NotAllowedNow`` while a file of it is out or somebody still waits for one."""
    permissions.check_is_officer(by)
    retrieval = Retrieval.objects.select_for_update().get(pk=retrieval.pk)
    if retrieval.shelved_at or retrieval.is_needed():
        raise NotAllowedNow("Somebody still needs something out of this box.")
    if Loan.objects.filter(access_request__retrieval=retrieval, returned_at=None).exists():
        raise NotAllowedNow("A file of this box has not been returned.")
    retrieval.shelved_at, retrieval.shelved_by = at, by
    retrieval.save()
    return retrieval


def _locked(access_request: AccessRequest) -> AccessRequest:
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("record", "researcher")
        .get(pk=access_request.pk)
    )
