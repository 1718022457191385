"""What lies beside the database is compared with it: links, lent folders, copies, indexes, decisions on access.

Whatever the database does not allow is closed. Nothing is opened unless somebody asks for it.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from catalog.actions import restoring
from catalog.search import reconciling as indexes
from catalog.search.generations import SearchUnavailable
from catalog.search.outbox import tell_worker_of_damage
from iiif import reconciling as links
from portal.reading_room import reconciling as copies

log = logging.getLogger(__name__)


@dataclass
class Report:
    """What was found, by kind; of ``lines`` one a finding, in words for whoever looks after the machine."""

    closed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def reconcile(*, at: datetime, dry_run: bool = False, make_links: bool = False) -> Report:
    """Compare everything and close what is not allowed; ``make_links`` links open scans that have no link."""
    report = Report()
    for each in restoring.close_forgotten(at=at, dry_run=dry_run):
        _tell_forgotten(report, each)
    for key in links.close_links(dry_run=dry_run):
        report.closed.append(f"open/{key}: the scan is not open to everybody")
    for name in links.close_lent(dry_run=dry_run):
        report.closed.append(f"lent/{name}: nobody may be lent that")
    for name in copies.close_deliveries(at=at, dry_run=dry_run):
        report.closed.append(f"deliveries/{name}: its record is closed")
    _compare_indexes(report, dry_run=dry_run)
    missing = list(links.missing_links())
    if missing and make_links and not dry_run:
        links.make_links(missing)
        report.told.append(f"{len(missing)} links of open scans were made.")
    elif missing:
        report.told.append(
            f"{len(missing)} scans are open and have no link, so that their tiles are slow; --link makes the links."
        )
    return report


def reconcile_before_serving() -> None:
    """Called by every process before its first answer, one after the other; what is found goes into the log."""
    with _one_at_a_time():
        report = reconcile(at=timezone.now())
    for line in (*report.closed, *report.told):
        log.warning("reconcile: %s", line)


def _tell_forgotten(report: Report, each: restoring.Forgotten) -> None:
    what = f"{each.record.key} {each.record.reference_code} {each.record.title}"
    if each.is_closed_again:
        report.closed.append(
            f"{what}: closed again; that was decided at {each.entry.at}, after the backup that was put back. "
            "Open it at the desk if it shall be open."
        )
    else:
        report.told.append(
            f"{what}: what was decided at {each.entry.at} ({each.entry.access}) is forgotten; it stays as it is."
        )


def _compare_indexes(report: Report, *, dry_run: bool) -> None:
    try:
        keys = indexes.differing_keys()
    except SearchUnavailable as wrong:
        report.told.append(f"The search index cannot be read; the worker builds it anew. {wrong}")
        if not dry_run:
            tell_worker_of_damage()
        return
    if keys and not dry_run:
        indexes.put_right(keys)
    if keys:
        report.told.append(
            f"{len(keys)} records differ in the search index; they are not found until the worker has put them right."
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other process reconciles."""
    folder = Path(settings.ACCESS_JOURNAL).parent
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "reconcile.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
