"""Describing: create, change and move single records."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import F

from catalog import dates, hooks
from catalog.actions.access import end_grants, materialise
from catalog.actions.locking import lock_fonds, locked
from catalog.models import Event, Place, Record, SearchOutbox
from catalog.models.records import NEVER_REVERTED
from catalog.people import Person
from catalog.provenance import event_of, journal, record_event, record_events
from catalog.search.outbox import tell_worker
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
def create(*, parent: Record | None, by: Person, at: datetime, **values: Any) -> Record:
    """Describe something new under a parent, or as a fonds. Raises ``dates.BadDate``."""
    record = Record(**values)
    set_dates(record)
    if parent:
        lock_fonds(parent)
        record = locked(parent).add_child(instance=record)
    else:
        record = Record.add_root(instance=record)
    materialise(record)
    record.refresh_from_db()
    record_event(EventKind.CREATION, record.key, by=by, at=at)
    hooks.records_changed([record], at=at)
    SearchOutbox.objects.create(key=record.key)
    tell_worker()
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
    by: Person,
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
    columns = [name for name in changed if name in values]
    record.version = F("version") + 1  # type: ignore[assignment]
    record.save(update_fields=[*columns, *DATED, "version", "updated_at"])
    record.refresh_from_db(fields=["version"])
    record_event(EventKind.MODIFICATION, record.key, by=by, at=at, fields=changed)
    hooks.records_changed([record], at=at)
    if "public_title" in changed:
        journal.note_access(record, EventKind.MODIFICATION, at=at)
    # a title that is now guarded must not be found for a moment longer
    SearchOutbox.objects.create(key=record.key, subtree="public_title" in changed)
    tell_worker()
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
def move(record: Record, *, under: Record, by: Person, at: datetime) -> Record:
    """Put a record, with all below it, under another parent; its key stays."""
    lock_fonds(record, under)
    locked(record).move(locked(under), pos="last-child")
    record = Record.objects.get(pk=record.pk)
    materialise(record)
    record.refresh_from_db()
    moved = event_of(EventKind.MODIFICATION, record.key, by=by, at=at, moved_under=under.key)
    ended = end_grants(record, by=by, at=at)
    record_events([moved, *ended])
    journal.note_access(record, EventKind.MODIFICATION, at=at)
    journal.note_ended_grants(ended)
    SearchOutbox.objects.create(key=record.key, subtree=True)
    hooks.void_passes([record])
    hooks.access_changed([record], by=by, at=at)
    tell_worker()
    return record
