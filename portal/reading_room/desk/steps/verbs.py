"""How each step is taken: the verbs, given the request, who, when and what the form of the step holds."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop

from portal.accounts.models import User
from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.permissions import check_can_make_copy
from portal.reading_room.copies.tasks import make_copy
from portal.reading_room.loans import actions as loans
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.forms.deciding import end_of
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.rules.errors import NotAllowedNow


def enqueue_making(access_request: AccessRequest, *, by: User, at: datetime) -> None:
    """Have the copy made: that takes its time with many pages, and the worker notes what is in the way."""
    check_can_make_copy(by, access_request, at=at)
    make_copy.enqueue(access_request.pk, by.pk)


def extend(access_request: AccessRequest, *, by: User, at: datetime, until: date | None) -> None:
    decisions.extend(access_request, by=by, at=at, until=end_of(until) if until else None)


def answering(verb: Callable[..., Any]) -> Callable[..., Any]:
    """A verb whose words go to the reader."""
    return lambda access_request, *, by, at, text: verb(access_request, by=by, at=at, reply=text)


def pay(access_request: AccessRequest, *, by: User, at: datetime, paid_by: str) -> None:
    if access_request.bill is None:
        raise NotAllowedNow(gettext_noop("There is nothing to pay."))
    copies.take_payment(access_request.bill, by=by, at=at, paid_by=paid_by)


def give_back(access_request: AccessRequest, *, by: User, at: datetime, condition: str) -> None:
    loans.return_paper(access_request.loan, by=by, at=at, condition=condition)  # type: ignore[attr-defined]


def assign(access_request: AccessRequest, *, by: User, at: datetime, to: User | None) -> None:
    decisions.assign(access_request, to=to, by=by)
