"""What several pages show of a request: its title while the reader may know of it, whose turn it is."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from catalog import access
from catalog.models import Record
from portal.reading_room.requests import permissions
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.states import STATES, Clock
from portal.reading_room.requests.vocabulary import State


def find_record(request, key: str) -> Record:
    """A record that this reader may know of; a closed one answers as one that never was."""
    record = Record.objects.filter(key=key).first()
    if record is None or not access.may_see_description(request.user, record):
        raise Http404("No such record.")
    return record


def own_request(request, pk: int) -> AccessRequest:
    """A request of the reader; one of somebody else answers as one that never was."""
    found = AccessRequest.objects.select_related("record", "grant", "dossier", "bill", "retrieval")
    return get_object_or_404(found, pk=pk, researcher=request.user)


def row(reader, access_request: AccessRequest) -> dict:
    """One request as its reader may see it."""
    is_known = access.may_see_description(reader, access_request.record)
    return {
        "request": access_request,
        "title": access_request.record.listed_title if is_known else "",
        "is_open": is_known and access.may_see_content(reader, access_request.record),
        "may_download": is_known and access.may_download(reader, access_request.record),
        "turn": turn(access_request),
        "can_cancel": permissions.can_cancel(access_request),
        "file": access_request.file_to_fetch,
    }


def ended_at(access_request: AccessRequest) -> datetime | None:
    """When it came to an end that has a moment; a request that was taken back shows none."""
    moments = {
        State.CLOSED: access_request.closed_at,
        State.REFUSED: access_request.decided_at,
        State.REVOKED: access_request.closed_at or access_request.decided_at,
    }
    return moments.get(State(access_request.state))


def turn(access_request: AccessRequest) -> str:
    """Whose turn it is, in a word for lists."""
    rules = STATES[State(access_request.state)]
    if rules.is_readers_turn:
        return _("Your turn")
    return _("The archive's turn") if rules.clock is Clock.RUNS else ""
