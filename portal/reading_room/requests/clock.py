"""The clock of a request: it counts working days, and stands still while the reader must act."""

from datetime import date

from django.db import transaction

from catalog.workdays.counting import Workdays
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.states import ON_THE_CLOCK, PAUSED
from portal.reading_room.rules.models import ServiceTerm
from portal.reading_room.rules.vocabulary import Service


def start(access_request: AccessRequest, *, on: date) -> None:
    """Set the last day for what was asked; the day of submission is not counted."""
    _set(access_request, on, ServiceTerm.on(access_request.service, on), Workdays())


def pause(access_request: AccessRequest, *, on: date) -> None:
    """Keep the working days that the archive has left, and give the reader a term for the answer."""
    _pause(access_request, on, Service.ANSWER)


def pause_for_payment(access_request: AccessRequest, *, on: date) -> None:
    """Keep the working days that the archive has left, and give the reader a term for the payment."""
    _pause(access_request, on, Service.PAYMENT)


def resume(access_request: AccessRequest, *, on: date) -> None:
    """Go on with the days that were left; an archive that was late already is late when the answer has come."""
    _set(access_request, on, access_request.days_left or 0, Workdays())
    access_request.days_left = None


@transaction.atomic
def recount() -> int:
    """Set the deadlines of all that waits anew, because the archive's days have changed; return how many moved."""
    workdays, moved = Workdays(), []
    waiting = AccessRequest.objects.select_for_update().filter(state__in=(*ON_THE_CLOCK, *PAUSED))
    for each in waiting.exclude(clock_from=None).order_by("pk"):
        due = workdays.after(each.clock_from, each.clock_days)  # type: ignore[arg-type]
        if due != each.due_on:
            each.due_on = due
            moved.append(each)
    AccessRequest.objects.bulk_update(moved, ["due_on"], batch_size=500)
    return len(moved)


def _pause(access_request: AccessRequest, on: date, service: Service) -> None:
    workdays = Workdays()
    access_request.days_left = workdays.between(on, access_request.due_on or on)
    _set(access_request, on, ServiceTerm.on(service, on), workdays)


def _set(access_request: AccessRequest, on: date, days: int, workdays: Workdays) -> None:
    access_request.clock_from, access_request.clock_days = on, days
    access_request.due_on = workdays.after(on, days)
