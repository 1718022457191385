"""The event log: written in the same transaction as the deed, never changed after."""

from collections.abc import Iterable
from datetime import datetime

from catalog.events.models import Event
from catalog.vocabulary import EventKind


def actor_of(user) -> str:
    """Name an actor without personal data: ``user:<id>`` or ``system``."""
    return f"user:{user.pk}" if user is not None and user.pk else "system"


def event_of(kind: EventKind, object_key: str, *, by, at: datetime, outcome: str = "success", **detail) -> Event:
    """An event that is not written yet: ``record_events`` writes several at once."""
    return Event(kind=kind, object_key=object_key, actor=actor_of(by), at=at, outcome=outcome, detail=detail)


def record_events(events: Iterable[Event]) -> None:
    """Append events in one statement; must be called inside the transaction of the deed they record."""
    Event.objects.bulk_create(events, batch_size=500)


def record_event(kind: EventKind, object_key: str, *, by, at: datetime, **more) -> Event:
    """Append one event; must be called inside the transaction of the deed it records."""
    event = event_of(kind, object_key, by=by, at=at, **more)
    event.save(force_insert=True)
    return event
