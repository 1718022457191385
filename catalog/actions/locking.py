"""Who changes a tree locks its fonds first: place and access are inherited, so no two change them at once."""

from catalog.models import Record


def lock_fonds(*records: Record) -> None:
    """Lock the fonds that records stand in, in one order whoever asks, until the transaction ends.

    A record that is created or moved takes its level from those above it, which somebody may be closing: on
    PostgreSQL the row that one writes is not seen by the other.
    """
    while True:
        rows = Record.objects.filter(pk__in=[record.pk for record in records]).order_by()
        tops = {path[: Record.steplen] for path in rows.values_list("path", flat=True)}
        locked = Record.objects.select_for_update(of=("self",)).filter(path__in=tops)
        list(locked.order_by("path").values_list("pk", flat=True))
        # somebody may have moved a record to another fonds while the lock was waited for
        if {path[: Record.steplen] for path in rows.values_list("path", flat=True)} == tops:
            return


def locked(record: Record) -> Record:
    """The record as the database has it now, locked until the transaction ends."""
    return Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
