"""Rows are locked in one order (fonds, record, request): decisions and reclassifications never wait in a circle."""

from datetime import datetime

from catalog.events.log import record_event
from catalog.models import Record
from catalog.records.actions.locking import lock_fonds
from catalog.vocabulary import EventKind
from portal.accounts.models import User
from portal.reading_room.requests.models import AccessRequest, Word
from portal.reading_room.requests.vocabulary import WordKind


def lock(access_request: AccessRequest, *, ends_reading: bool = False) -> AccessRequest:
    """Lock a request with its record and read both anew: of two who act, the second finds what the first did.

    Whoever ends a reading writes all that lies below the record, and locks its fonds before it.
    """
    if ends_reading:
        lock_fonds(access_request.record)
    Record.objects.select_for_update().order_by().get(pk=access_request.record_id)
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("record", "researcher", "dossier", "grant", "bill")
        .get(pk=access_request.pk)
    )


def lock_own(access_request: AccessRequest, reader: User, *, ends_reading: bool = False) -> AccessRequest:
    """Lock a request of the reader's own. Raises ``AccessRequest.DoesNotExist``."""
    AccessRequest.objects.get(pk=access_request.pk, researcher=reader)
    return lock(access_request, ends_reading=ends_reading)


def say(access_request: AccessRequest, kind: WordKind, text: str, *, by: User | None, at: datetime) -> Word:
    return Word.objects.create(access_request=access_request, kind=kind, text=text, by=by, at=at)


def write_down(access_request: AccessRequest, *, by: User | None, at: datetime) -> None:
    """The step as an event, in the transaction that takes it."""
    record_event(
        EventKind.DECISION,
        access_request.record.key,
        by=by,
        at=at,
        request=access_request.pk,
        use=access_request.use,
        state=access_request.state,
        reason=access_request.reason or "",
    )
