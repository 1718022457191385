"""Whether a copy may be made or handed over: the check raises, and the page that shows the button asks it."""

from datetime import datetime

from catalog.people import Person
from portal.reading_room.copies import making
from portal.reading_room.requests import permissions
from portal.reading_room.requests.models import AccessRequest


def check_can_make_copy(officer: Person, access_request: AccessRequest, *, at: datetime) -> None:
    """Raise ``NotAllowedNow``, ``NotYours``, or ``making.CannotMake`` where pages or a certificate are missing.

    Whether it may go out is asked again: the record may have been guarded since it was approved.
    """
    permissions.check_can_decide(officer, access_request)
    permissions.check_is_served(access_request, at=at)
    permissions.check_was_decided(access_request)
    making.check_can_make(access_request, at=at, needs_scans=not access_request.waits_at_counter)


def check_can_hand_over(officer: Person, access_request: AccessRequest, *, at: datetime) -> None:
    """Raise ``NotAllowedNow`` or ``NotYours``."""
    permissions.check_can_decide(officer, access_request)
    permissions.check_is_served(access_request, at=at)
