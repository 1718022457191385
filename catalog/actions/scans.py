"""Attaching scans to records."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from catalog import faces
from catalog.models import Record, Scan, SearchOutbox
from catalog.people import Person
from catalog.provenance import record_event
from catalog.search.outbox import tell_worker
from catalog.vocabulary import EventKind


@transaction.atomic
def attach(record: Record, *, by: Person, at: datetime, **about: Any) -> tuple[Scan, bool]:
    """Number a page after the last of its record; a page that is there already is returned as it is.

    A page is known by its master's SHA-512 and its place in the master, so a delivery may be sent twice.
    """
    page = {"sha512": about["sha512"], "master_page": about["master_page"]}
    # one delivery at a time numbers the pages of a record
    Record.objects.select_for_update(of=("self",)).filter(pk=record.pk).values_list("pk").first()
    known = Scan.objects.filter(record=record, **page).first()
    if known:
        return known, False
    last = Scan.objects.filter(record=record).aggregate(last=Max("order"))["last"] or 0
    scan = Scan.objects.create(record=record, order=last + 1, **about)
    Record.objects.filter(pk=record.pk).update(version=F("version") + 1)
    record_event(EventKind.INGESTION, record.key, by=by, at=at, scan=scan.key, sha512=scan.sha512)
    SearchOutbox.objects.create(key=record.key)
    faces.tell_change(record, at=at)
    tell_worker()
    return scan, True


@transaction.atomic
def detach(scan: Scan, *, by: Person, at: datetime) -> None:
    """Take a page from its record; its master is kept, and the pages after it move up."""
    record, gone = scan.record, {"scan": scan.key, "sha512": scan.sha512}
    after = list(Scan.objects.filter(record=record, order__gt=scan.order).order_by("order"))
    scan.delete()
    for later in after:
        # one by one in order: no two pages may have one number, not even for a moment
        later.order -= 1
        later.save(update_fields=["order"])
    # who was lent the pages as they were is lent them anew without this one
    Record.objects.filter(pk=record.pk).update(version=F("version") + 1, epoch=F("epoch") + 1)
    faces.void_passes(record)
    record_event(EventKind.REMOVAL, record.key, by=by, at=at, **gone)
    SearchOutbox.objects.create(key=record.key)
    faces.tell_change(record, at=at)
    tell_worker()
