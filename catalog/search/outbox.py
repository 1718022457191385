"""From the catalogue to the indexes: one worker drains the outbox in order, each key at most once a batch."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django_tasks import default_task_backend, task

from catalog import hooks
from catalog.records.models import Record, SearchOutbox
from catalog.search.generations import SearchBusy, SearchUnavailable

BATCH = 1000


def tell_worker() -> None:
    """Ask for the outbox to be drained once the deed is committed: a rolled-back import must not be findable."""
    transaction.on_commit(lambda: _once(shelve_pending))


def _once(job) -> None:
    """Put a job into the queue unless it waits there: a thousand deeds need one worker's visit, not a thousand."""
    if hasattr(default_task_backend, "id_function"):
        from django_tasks_db.models import DBTaskResult

        if DBTaskResult.objects.ready().filter(task_path=job.module_path).exists():
            return
    job.enqueue()


@task()
def shelve_pending() -> int:
    """Bring the indexes up to the catalogue; return how many outbox rows were answered."""
    answered = 0
    while rows := list(SearchOutbox.objects.all()[:BATCH]):
        _answer(rows)
        SearchOutbox.objects.filter(pk__in=[row.pk for row in rows]).delete()
        answered += len(rows)
    return answered


def tell_worker_of_damage() -> None:
    """Ask for indexes that are missing or torn to be built anew."""
    transaction.on_commit(lambda: _once(rebuild_damaged))


def tell_worker_to_rebuild() -> None:
    """Ask for all indexes to be built anew: they may know more than the database that was put back."""
    transaction.on_commit(lambda: _once(rebuild_all))


@task()
def rebuild_all() -> None:
    """Build all indexes anew from the catalogue."""
    from catalog.search.whoosh_engine import rebuild

    for using in ("default", "staff"):
        rebuild(using)


@task()
def rebuild_damaged() -> list[str]:
    """Build anew, from the catalogue, the indexes that cannot be read; return which."""
    from catalog.search.whoosh_engine import rebuild

    damaged = damaged_indexes()
    for using in damaged:
        rebuild(using)
    return damaged


def damaged_indexes() -> list[str]:
    """Which of the indexes are missing, or torn wherever."""
    from haystack import connections

    return [using for using in ("default", "staff") if not _is_whole(connections[using])]


def _is_whole(connection) -> bool:
    try:
        connection.get_backend().check()
    except SearchUnavailable:
        return False
    return True


def tell_worker_on(day: date, keys: list[str]) -> None:
    """Ask for records to be put back on every shelf when their embargo ends.

    Pages and tiles open by the clock without it; the index and the open links have to be told.
    """
    if not default_task_backend.supports_defer:
        return
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    transaction.on_commit(lambda: open_by_the_clock.using(run_after=midnight).enqueue(keys))


@task()
def open_by_the_clock(keys: list[str] | str) -> None:
    """Bring the index, open links and requests of subtrees in line with what their access is today."""
    # a job may have waited for years, since one key was all that it took
    keys = [keys] if isinstance(keys, str) else keys
    for start in range(0, len(keys), BATCH):
        roots = hooks.topmost(Record.objects.filter(key__in=keys[start : start + BATCH]))
        with transaction.atomic():
            SearchOutbox.objects.bulk_create(SearchOutbox(key=root.key, subtree=True) for root in roots)
            hooks.access_changed(roots, by=None, at=timezone.now())
    shelve_pending.call()


def _answer(rows: list[SearchOutbox]) -> None:
    from haystack import connections

    from catalog.search.whoosh_engine import rebuild
    from catalog.search_indexes import RecordIndex

    subtrees = {row.key for row in rows if row.subtree}
    singles = {row.key for row in rows if not row.subtree} - subtrees
    for using in ("default", "staff"):
        index = RecordIndex()
        index.for_staff = using == "staff"
        records = _each_once(index.index_queryset(using=using), singles, subtrees)
        try:
            connections[using].get_backend().replace(index, records, keys=singles, within=subtrees)
        except SearchBusy:
            raise
        except SearchUnavailable:
            # no index yet, or a torn one: built from the catalogue, it holds what these rows ask for
            rebuild(using)


def _each_once(wanted, singles: set[str], subtrees: set[str]) -> Iterator[Record]:
    """Every record that is to be put back, once: two copies of one key in a batch would both stay alive."""
    seen: set[int] = set()
    roots = Record.objects.filter(key__in=subtrees)
    for rows in (wanted.filter(key__in=singles), *(wanted.under(root) for root in roots)):
        for record in rows.iterator(chunk_size=500):
            if record.pk not in seen:
                seen.add(record.pk)
                yield record
