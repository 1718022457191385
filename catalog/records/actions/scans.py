"""Attaching scans to records."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from catalog.people import Person
from catalog.records.actions.changes import Change, Effect, carry_out
from catalog.records.actions.locking import lock_fonds, locked
from catalog.records.models import Record, Scan
from catalog.vocabulary import EventKind


@transaction.atomic
def attach(record: Record, *, by: Person | None, at: datetime, **about: Any) -> tuple[Scan, bool]:
    """Number a page after the last of its record; a page that is there already is returned as it is.

    A page is known by its master's SHA-512 and its place in the master, so a delivery may be sent twice.
    """
    page = {"sha512": about["sha512"], "master_page": about["master_page"]}
    # one delivery at a time numbers the pages of a record
    locked(record)
    known = Scan.with_taken_away.filter(record=record, **page).first()
    if known and known.taken_away_at is None:
        return known, False
    if known:
        return put_back(known, by=by, at=at), True
    scan = Scan.objects.create(record=record, order=_next_number(record), **about)
    _tell_new(scan, by=by, at=at)
    return scan, True


@transaction.atomic
def put_back(scan: Scan, *, by: Person | None, at: datetime) -> Scan:
    """Put a page that was taken away after the last of its record, under its old key. One that is there stays so."""
    locked(scan.record)
    scan = Scan.with_taken_away.select_related("record").get(pk=scan.pk)
    if scan.taken_away_at is None:
        return scan
    scan.taken_away_at, scan.order = None, _next_number(scan.record)
    scan.save(update_fields=["taken_away_at", "order"])
    _tell_new(scan, by=by, at=at)
    return scan


def _next_number(record: Record) -> int:
    return (Scan.objects.filter(record=record).aggregate(last=Max("order"))["last"] or 0) + 1


def _tell_new(scan: Scan, *, by: Person | None, at: datetime) -> None:
    detail = {"scan": scan.key, "sha512": scan.sha512}
    carry_out([Change(scan.record, EventKind.INGESTION, detail, effect=Effect.READS)], by=by, at=at)


@transaction.atomic
def detach(scan: Scan, *, by: Person | None, at: datetime) -> None:
    """Take a page from its record; it can be put back, and the pages after it move up."""
    lock_fonds(scan.record)
    record = locked(scan.record)
    # as it is numbered now: others may have been taken away since the caller read it
    scan = Scan.objects.filter(pk=scan.pk).first()
    if scan is None:
        return
    gone = {"scan": scan.key, "sha512": scan.sha512}
    Scan.objects.filter(pk=scan.pk).update(taken_away_at=at)
    after = list(Scan.objects.filter(record=record, order__gt=scan.order).order_by("order"))
    for later in after:
        # one by one in order: no two pages may have one number, not even for a moment
        later.order -= 1
        later.save(update_fields=["order"])
    # who was lent the pages as they were is lent them anew without this one
    carry_out([Change(record, EventKind.REMOVAL, gone, effect=Effect.READS | Effect.PASSES)], by=by, at=at)
