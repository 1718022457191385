"""Who changes a tree locks its fonds first: place and access are inherited, so no two change them at once."""

from collections.abc import Iterable

from catalog.batches import batches
from catalog.records.models import Record

BATCH = 500


def lock_fonds(*records: Record) -> None:
    """Lock the fonds that records stand in, in one order whoever asks, until the transaction ends.

    A record that is created or moved takes its level from those above it, which somebody may be closing: on
    PostgreSQL the row that one writes is not seen by the other.
    """
    pks = sorted({record.pk for record in records})
    tops = _fonds_of(pks)
    while True:
        rows = Record.objects.select_for_update(of=("self",)).filter(path__in=tops)
        list(rows.order_by("path").values_list("pk", flat=True))
        # somebody may have moved a record to another fonds while the lock was waited for
        now = _fonds_of(pks)
        if now == tops:  # pragma: no branch  another round in a race only: tests/engines
            return
        tops = now  # pragma: no cover


def _fonds_of(pks: list[int]) -> set[str]:
    """Paths of the fonds that records stand in."""
    rows = (Record.objects.filter(pk__in=batch).order_by() for batch in batches(pks, BATCH))
    return {path[: Record.steplen] for each in rows for path in each.values_list("path", flat=True)}


def locked_rows(records: Iterable[Record]) -> dict[int, Record]:
    """Records by primary key as the database has them now, locked until the transaction ends."""
    pks = sorted({record.pk for record in records})
    found: dict[int, Record] = {}
    for batch in batches(pks, BATCH):
        rows = Record.objects.select_for_update(of=("self",)).filter(pk__in=batch).order_by("pk")
        found |= {record.pk: record for record in rows}
    return found


def locked(record: Record) -> Record:
    """The record as the database has it now, locked until the transaction ends."""
    return Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
