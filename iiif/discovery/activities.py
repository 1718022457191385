"""Turning what happens to records into public activities.

What goes is written in the transaction that takes it away, and so is what a change of access brings. Edits and new
pages are gathered and written by the worker, so that a thousand pages of one file are one activity and not a thousand.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import default_task_backend, task

from catalog.models import Record
from catalog.people import Person
from catalog.vocabulary import Level
from iiif.models import Activity, ChangedRecord
from iiif.presentation.contents import DOCUMENTS
from iiif.vocabulary import ActivityKind

if TYPE_CHECKING:
    from catalog.records.querysets import RecordQuerySet

MANIFEST, COLLECTION = "Manifest", "Collection"
BATCH = 500


def follow_access(roots: Sequence[Record], *, by: Person | None, at: datetime) -> None:
    """Who may see subtrees has changed: write what came, went and changed with them, above them too."""
    for records in (_files_above(roots), Record.objects.under(*roots)):
        for batch in _batches(_slim(records).order_by("path")):
            announce(batch, at=at)


def follow_change(records: Sequence[Record], *, at: datetime) -> None:
    """Records read differently: have the worker write it, once however often they changed meanwhile."""
    ChangedRecord.objects.bulk_create(ChangedRecord(key=record.key) for record in records)
    transaction.on_commit(_enqueue_once)


def _enqueue_once() -> None:
    if hasattr(default_task_backend, "id_function"):
        from django_tasks_db.models import DBTaskResult

        if DBTaskResult.objects.ready().filter(task_path=write_changes.module_path).exists():
            return
    write_changes.enqueue()


@task()
def write_changes() -> int:
    """Write the activities of all records that changed since the last time; return how many records there were."""
    answered = 0
    while rows := dict(ChangedRecord.objects.order_by("pk").values_list("pk", "key")[:BATCH]):
        with transaction.atomic():
            # by their own numbers: what changes meanwhile adds a row of its own and is not lost
            ChangedRecord.objects.filter(pk__in=rows).delete()
            changed = Record.objects.filter(key__in=set(rows.values()))
            paths = set(changed.values_list("path", flat=True))
            # an edit of what the public does not know of changes no document that it knows
            paths |= set(_files_above(changed.published().only("path")).values_list("path", flat=True))
            announce(_slim(Record.objects.filter(path__in=paths)).order_by("path"), at=timezone.now())
        answered += len(rows)
    return answered


def _slim(records) -> "RecordQuerySet":
    """A record has seventy columns; what is public of it is asked by its key and path."""
    return records.only("pk", "key", "path", "depth")


def _files_above(records: Iterable[Record]) -> QuerySet[Record]:
    """A file's manifest shows the pages of its items, so it changes with them."""
    above = {path for record in records for path in record.ancestor_paths[:-1]}
    return Record.objects.filter(path__in=above, level=Level.FILE)


def _batches(records) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records.iterator(chunk_size=BATCH):
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def announce(records: Iterable[Record], *, at: datetime) -> None:
    """Compare what is public of each record now with what was told last, and write the difference."""
    records = list(records)
    public = _public_now([record.pk for record in records])
    told = _told([record.key for record in records])
    activities: list[Activity] = []
    for record in records:
        now, before = public.get(record.pk, set()), told.get(record.key, set())
        activities += _difference(record.key, before, now, at)
    Activity.objects.bulk_create(activities, batch_size=BATCH)


def _difference(key: str, before: set[str], now: set[str], at: datetime) -> Iterator[Activity]:
    went, came = before - now, now - before
    if went and came:
        # described at another level, a document becomes a collection or the reverse
        yield Activity(
            kind=ActivityKind.MOVE,
            object_key=key,
            object_type=went.pop(),
            target_type=came.pop(),
            at=at,
        )
    for kind, types in (
        (ActivityKind.DELETE, went),
        (ActivityKind.CREATE, came),
        (ActivityKind.UPDATE, before & now),
    ):
        for name in sorted(types):
            yield Activity(kind=kind, object_key=key, object_type=name, at=at)


def _public_now(pks: list[int]) -> dict[int, set[str]]:
    """Which documents a stranger would be given for each record."""
    rows = (
        Record.objects.published()
        .filter(pk__in=pks)
        .with_scans()
        .with_public_scans_below()
        .values_list("pk", "level", "has_scans", "has_scans_below")
    )
    found = {}
    for pk, level, has_scans, has_scans_below in rows:
        if level in DOCUMENTS:
            found[pk] = {MANIFEST} if has_scans_below else set()
        else:
            found[pk] = {COLLECTION} | ({MANIFEST} if has_scans else set())
    return found


def _told(keys: list[str]) -> dict[str, set[str]]:
    """Which documents harvesters have been told of, by what was said last."""
    told: dict[str, set[str]] = {}
    rows = Activity.objects.filter(object_key__in=keys).order_by("id")
    for key, kind, name, target in rows.values_list("object_key", "kind", "object_type", "target_type"):
        there = told.setdefault(key, set())
        if kind in (ActivityKind.DELETE, ActivityKind.MOVE):
            there.discard(name)
            if target:
                there.add(target)
        else:
            there.add(name)
    return told
