"""The event log: written in the same transaction as the deed, never changed after."""

from datetime import datetime

from catalog.models import Event
from catalog.vocabulary import EventKind


def actor_of(user) -> str:
    """Name an actor without personal data: ``user:<id>`` or ``system``."""
    return f"user:{user.pk}" if user is not None and user.pk else "system"


def record_event(
    kind: EventKind, object_key: str, *, by, at: datetime, outcome: str = "success", **detail
) -> Event:
    """Append one event; must be called inside the transaction of the deed it records."""
    return Event.objects.create(
        kind=kind, object_key=object_key, actor=actor_of(by), at=at, outcome=outcome, detail=detail
    )
