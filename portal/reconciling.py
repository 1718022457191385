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

from catalog.records.actions import restoring
from catalog.search import reconciling as indexes
from catalog.search.generations import SearchUnavailable
from catalog.search.outbox import tell_worker_of_damage, tell_worker_to_rebuild
from iiif import reconciling as links
from portal.reading_room.copies import reconciling as copies

log = logging.getLogger(__name__)


@dataclass
class Report:
    """What was closed, and what is only told: a line a finding, in words for whoever looks after the machine."""

    closed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def reconcile(*, at: datetime, dry_run: bool = False) -> Report:
    """Compare everything and close what is not allowed.

    One process at a time does it, the others wait.
    """
    with _one_at_a_time():
        report = Report()
        _carry_out_forgotten(report, at=at, dry_run=dry_run)
        for key in links.close_links(dry_run=dry_run):
            report.closed.append(f"open/{key}: the scan is not open to everybody")
        for name in links.close_lent(dry_run=dry_run):
            report.closed.append(f"lent/{name}: nobody may be lent that")
        checked = copies.close_copies(at=at, dry_run=dry_run)
        for name in checked.closed:
            report.closed.append(f"deliveries/{name}: it may not go out any more")
        for name in checked.missing:
            report.told.append(f"deliveries/{name}: the file is missing; is the folder mounted?")
        _compare_indexes(report, dry_run=dry_run)
        return report


def reconcile_before_serving() -> None:
    """Called by every process before its first answer; what is found goes into the log."""
    report = reconcile(at=timezone.now())
    for line in (*report.closed, *report.told):
        log.warning("reconcile: %s", line)


def look_for_links(report: Report, *, make: bool) -> None:
    """Add to a report how many open scans have no link; ``make`` links them. It looks at every scan, so a server that
    starts does without.
    """
    missing = list(links.missing_links())
    if missing and make:
        links.make_links(missing)
        report.told.append(f"{len(missing)} links of open scans were made.")
    elif missing:
        report.told.append(
            f"{len(missing)} scans are open and have no link, so that their tiles are slow; --link makes the links."
        )


def _carry_out_forgotten(report: Report, *, at: datetime, dry_run: bool) -> None:
    forgotten = restoring.close_forgotten(at=at, dry_run=dry_run)
    for each in forgotten:
        _tell_forgotten(report, each)
    if any(each.is_closed_again for each in forgotten) and not dry_run:
        # the indexes may be younger than the database, and know words that it guards
        tell_worker_to_rebuild()


def _tell_forgotten(report: Report, each: restoring.Forgotten) -> None:
    # no title: what is closed is not named in a log
    what = f"{each.record.key} {each.record.reference_code}".strip()
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
        found = indexes.difference()
    except SearchUnavailable as wrong:
        report.told.append(f"The search index cannot be read; the worker builds it anew. {wrong}")
        if not dry_run:
            tell_worker_of_damage()
        return
    if not dry_run:
        indexes.put_right(found.too_much, hides=True)
        indexes.put_right(found.too_little, hides=False)
    if found.too_much:
        report.told.append(
            f"{len(found.too_much)} branches differ in the search index; they are not found until the worker has come."
        )
    if found.too_little:
        report.told.append(f"{len(found.too_little)} records are missing in the search index; the worker adds them.")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other process reconciles."""
    folder = Path(settings.ACCESS_JOURNAL).parent
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "reconcile.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
