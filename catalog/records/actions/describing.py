"""Describing: create, change and move single records."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction

from catalog import dates
from catalog.authorities.models import Place
from catalog.events.models import Event
from catalog.people import Person
from catalog.records.actions.changes import Change, Effect, add_below, carry_out, effect_of_describing, move_below
from catalog.records.actions.locking import lock_fonds, locked
from catalog.records.models import Record
from catalog.records.models.records import NEVER_REVERTED
from catalog.vocabulary import EventKind

DATED = ("date_from", "date_to", "date_certainty")


def set_dates(record: Record) -> None:
    """Fill the sortable bounds from the EDTF date. Raises ``dates.BadDate``."""
    record.date_from, record.date_to, record.date_certainty = dates.bounds(record.date_edtf)


def _set(record: Record, values: dict) -> list[str]:
    changed = []
    for name, value in values.items():
        try:
            Record._meta.get_field(name)
        except FieldDoesNotExist:
            raise ValueError(f"A record has no field {name}.") from None
        if getattr(record, name) != value:
            setattr(record, name, value)
            changed.append(name)
    return changed


@transaction.atomic
def create(*, parent: Record | None, by: Person | None, at: datetime, **values: Any) -> Record:
    """Describe something new under a parent, or as a fonds. Raises ``dates.BadDate``."""
    record = Record(**values)
    set_dates(record)
    if parent:
        lock_fonds(parent)
        parent = locked(parent)
    record = add_below(parent, record)
    carry_out([Change(record, EventKind.CREATION, effect=Effect.READS)], by=by, at=at)
    return record


class ChangedMeanwhile(Exception):
    """Somebody has changed the same fields since they were read; ``fields`` names them."""

    def __init__(self, fields: list[str]) -> None:
        self.fields = fields
        super().__init__(", ".join(fields))


@transaction.atomic
def describe(
    record: Record,
    *,
    by: Person | None,
    at: datetime,
    tags: Collection[str] | None = None,
    places: Collection[Place] | None = None,
    seen: int | None = None,
    **values: Any,
) -> Record:
    """Change a description, and its keywords and places where they are given; return it as it stands now.

    Who may see it is changed by ``reclassify`` alone, its place in the tree by ``move``: whoever names a field of
    theirs gets ``ValueError``. ``seen`` is the last event that the caller knew of: where a field was changed since,
    ``ChangedMeanwhile`` is raised rather than what somebody else has just written is taken back. Raises
    ``dates.BadDate``.
    """
    if foreign := set(NEVER_REVERTED) & set(values):
        raise ValueError(f"Not part of a description: {', '.join(sorted(foreign))}.")
    # as it stands now: somebody may have withdrawn or moved it since the caller read it
    record = locked(record)
    changed = [*_set(record, values), *_set_names(record, tags, places)]
    if not changed:
        return record
    if seen is not None and (theirs := _written_since(record, seen) & set(changed)):
        raise ChangedMeanwhile(sorted(theirs))
    set_dates(record)
    columns = {name: getattr(record, name) for name in (*changed, *DATED) if name in values or name in DATED}
    effect = effect_of_describing(changed)
    change = Change(record, EventKind.MODIFICATION, {"fields": changed}, columns, effect=effect)
    carry_out([change], by=by, at=at)
    return record


def last_event(record: Record) -> int:
    """What a form must know to be told of changes since: the number of the last event of a record."""
    events = Event.objects.filter(object_key=record.key).order_by("-pk")
    return events.values_list("pk", flat=True).first() or 0


def _written_since(record: Record, seen: int) -> set[str]:
    events = Event.objects.filter(object_key=record.key, kind=EventKind.MODIFICATION, pk__gt=seen).values_list(
        "detail", flat=True
    )
    return {name for detail in events for name in detail.get("fields", ())}


def _set_names(record: Record, tags: Collection[str] | None, places: Collection[Place] | None) -> list[str]:
    changed = []
    if tags is not None and set(tags) != set(record.tags.names()):
        record.tags.set(tags)
        changed.append("tags")
    if places is not None and set(places) != set(record.places.all()):
        record.places.set(places)
        changed.append("places")
    return changed


@transaction.atomic
def move(record: Record, *, under: Record, by: Person | None, at: datetime) -> Record:
    """Put a record, with all below it, under another parent; its key stays."""
    lock_fonds(record, under)
    record = move_below(locked(under), locked(record))
    change = Change(record, EventKind.MODIFICATION, {"moved_under": under.key}, effect=Effect.ACCESS)
    carry_out([change], by=by, at=at)
    return record
