"""Describing: create, change and move single records."""

from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import F

from catalog import dates, faces
from catalog.actions.access import materialise, revoke_under
from catalog.models import Record, SearchOutbox
from catalog.people import Person
from catalog.provenance import record_event
from catalog.search.outbox import tell_worker
from catalog.vocabulary import Access, EventKind

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
    record = parent.add_child(instance=record) if parent else Record.add_root(instance=record)
    materialise(record)
    record.refresh_from_db()
    record_event(EventKind.CREATION, record.key, by=by, at=at)
    faces.tell_change(record, at=at)
    SearchOutbox.objects.create(key=record.key)
    tell_worker()
    return record


def _raise_version(record: Record) -> None:
    """Counted by the database: of two who hold the record, both must be seen to have changed it."""
    Record.objects.filter(pk=record.pk).update(version=F("version") + 1)
    record.refresh_from_db(fields=["version"])


@transaction.atomic
def describe(record: Record, *, by: Person, at: datetime, **values: Any) -> Record:
    """Change a description; who may see it is changed by ``reclassify`` alone. Raises ``dates.BadDate``."""
    if {"access", "embargo_until", "preview_open"} & set(values):
        raise ValueError("Access is changed by reclassify, so that nothing is forgotten.")
    changed = _set(record, values)
    set_dates(record)
    if not changed:
        return record
    # named fields only: a stale object must not write back who could see it then
    record.save(update_fields=[*changed, *DATED, "updated_at"])
    _raise_version(record)
    record_event(EventKind.MODIFICATION, record.key, by=by, at=at, fields=changed)
    faces.tell_change(record, at=at)
    SearchOutbox.objects.create(key=record.key, subtree="public_title" in changed)
    tell_worker()
    return record


@transaction.atomic
def move(record: Record, *, under: Record, by: Person, at: datetime) -> Record:
    """Put a record, with all below it, under another parent; its key stays."""
    record.move(under, pos="last-child")
    record = Record.objects.get(pk=record.pk)
    materialise(record)
    record.refresh_from_db()
    record_event(EventKind.MODIFICATION, record.key, by=by, at=at, moved_under=under.key)
    SearchOutbox.objects.create(key=record.key, subtree=True)
    if record.effective_access == Access.CLOSED:
        revoke_under(record, by=by, at=at)
    faces.void_passes(record)
    faces.tell(record, by=by, at=at)
    tell_worker()
    return record


@transaction.atomic
def note_edit(record: Record, *, fields: list[str], by: Person, at: datetime) -> Record:
    """Write the event of an edit that a form has just saved, and tell the index."""
    record.save(update_fields=[*DATED])
    _raise_version(record)
    record_event(EventKind.MODIFICATION, record.key, by=by, at=at, fields=fields)
    faces.tell_change(record, at=at)
    # a title that is now guarded must not be found for a moment longer
    SearchOutbox.objects.create(key=record.key, subtree="public_title" in fields)
    tell_worker()
    return record
