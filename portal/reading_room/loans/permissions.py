"""Whether paper may be handed over: the check raises, and the page that shows the button asks it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.people import Person
from portal.reading_room.loans.availability import paper
from portal.reading_room.requests import permissions
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.rules.errors import Unavailable


class NotOnShelf(Unavailable):
    """The paper is in other hands or away."""

    def __init__(self, why: str) -> None:
        super().__init__(_("The file cannot be handed over: %(why)s.") % {"why": why})


def check_can_issue(officer: Person, access_request: AccessRequest, *, at: datetime) -> None:
    """Raise ``NotOnShelf`` where somebody has it, ``NotAllowedNow`` or ``NotYours``.

    Whether it may be handed out is asked again: what it holds may have been guarded since it was approved.
    """
    permissions.check_can_decide(officer, access_request)
    permissions.check_is_served(access_request, at=at)
    permissions.check_was_decided(access_request)
    permissions.check_card(access_request)
    away = paper(access_request.record, on=timezone.localdate(at), unit=access_request.unit)
    if not away.is_there:
        raise NotOnShelf(away.why)
