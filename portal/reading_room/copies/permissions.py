"""Whether a copy may be made, handed over or downloaded: the checks raise, and say why."""

from datetime import datetime

from django.utils.translation import gettext_noop

from catalog import access
from catalog.people import Person
from portal.reading_room.copies import making
from portal.reading_room.copies.models import FinishedCopy
from portal.reading_room.requests import permissions
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.errors import NotAllowedNow


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


def check_can_download(reader: Person, finished_copy: FinishedCopy | None, *, at: datetime) -> None:
    """Raise ``NotAllowedNow`` where it is gone, not laid ready, its term is over, or its record closed."""
    if finished_copy is not None:
        access_request = finished_copy.access_request
        is_laid_ready = access_request.state in (State.READY, State.CLOSED) and finished_copy.is_there(at)
        if is_laid_ready and access.may_see_description(reader, access_request.record, at=at):
            return
    raise NotAllowedNow(gettext_noop("This copy cannot be downloaded any more."))
