"""Openings that finding aids propose: an archivist confirms or drops them, one by one or many at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from catalog.people import Person
from catalog.records.actions.access import Classification, reclassify_all
from catalog.records.actions.changes import Change, carry_out
from catalog.records.actions.locking import lock_fonds, locked_rows
from catalog.records.models import Record
from catalog.records.querysets import RecordQuerySet
from catalog.vocabulary import Access, EventKind

DAYS_AHEAD = 90


class NotProposed(Exception):
    """Of this record no opening on this day is proposed any more."""


def due(today: date) -> RecordQuerySet:
    """Records whose finding aid lets them open within ninety days, or let them open before; the earliest first."""
    until = today + timedelta(days=DAYS_AHEAD)
    return Record.objects.filter(proposed_opening__lte=until).order_by("proposed_opening", "path")


def decided(today: date) -> RecordQuerySet:
    """Records that an archivist has let open within ninety days: their own embargo ends by the clock."""
    until = today + timedelta(days=DAYS_AHEAD)
    rows = Record.objects.filter(embargo_until__gt=today, embargo_until__lte=until)
    # an embargo that ends opens nothing that is closed besides
    return rows.exclude(effective_access=Access.CLOSED).order_by("embargo_until", "path")


@transaction.atomic
def confirm(proposals: Iterable[tuple[Record, date]], *, to: Access, by: Person | None, at: datetime) -> list[Record]:
    """Let records open to a level on the days that are proposed for them; all of them, or none.

    A day that has passed opens at once. Raises ``NotProposed`` where a proposal is another by now, or is decided.
    """
    proposals = list(proposals)
    records = _locked_as_proposed(proposals)
    # the day stays with the record although it may have passed: a later import sees that it was decided on
    decisions = [
        Classification(records[record.pk], to, records[record.pk].access_reason, embargo_until=on)
        for record, on in proposals
    ]
    return reclassify_all(decisions, by=by, at=at)


@transaction.atomic
def drop(proposals: Iterable[tuple[Record, date]], *, by: Person | None, at: datetime) -> None:
    """Keep records closed without a day; a finding aid that changes may propose one again. Raises ``NotProposed``."""
    proposals = list(proposals)
    records = _locked_as_proposed(proposals)
    changes = [
        Change(
            records[record.pk],
            EventKind.ACCESS_CHANGE,
            {"dropped_opening": on.isoformat()},
            {"proposed_opening": None},
        )
        for record, on in proposals
    ]
    carry_out(changes, by=by, at=at)


def _locked_as_proposed(proposals: list[tuple[Record, date]]) -> dict[int, Record]:
    lock_fonds(*(record for record, _on in proposals))
    records = locked_rows(record for record, _on in proposals)
    for record, on in proposals:
        if record.pk not in records or records[record.pk].proposed_opening != on:
            raise NotProposed(f"No opening of {record.key} on {on} is proposed.")
    return records
