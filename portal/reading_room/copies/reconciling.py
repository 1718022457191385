"""Copies that wait to be fetched against the catalogue: of what is closed now none may be fetched."""

from dataclasses import dataclass
from datetime import datetime

from catalog import access
from portal.reading_room.copies import files
from portal.reading_room.copies.models import FinishedCopy
from portal.reading_room.requests import handling


@dataclass(frozen=True)
class CheckedCopies:
    """Names of copies that may not go out any more, and of those whose file is not there."""

    closed: list[str]
    missing: list[str]


def close_copies(*, at: datetime, dry_run: bool = False) -> CheckedCopies:
    """Erase every copy whose record, or a page of it, may not go out any more.

    One whose file is missing is told of and stays as it is: the folder may not be mounted yet. Files that no row knows
    are out of reach, and ``upkeep.sweep`` erases them after a day.
    """
    standing = FinishedCopy.objects.filter(purged_at=None).select_related("access_request__record")
    closed = [each for each in standing if not _may_go_out(each, at)]
    for finished_copy in closed if not dry_run else ():
        handling.take_away(finished_copy.access_request, at=at)
    open_ones = [each for each in standing if each not in closed]
    missing = [each for each in open_ones if not files.path_of(each).exists()]
    return CheckedCopies(*([f"{each.ref} {each.name}" for each in found] for found in (closed, missing)))


def _may_go_out(finished_copy: FinishedCopy, at: datetime) -> bool:
    request = finished_copy.access_request
    if not access.is_open_description(request.record, at=at):
        return False
    handed_out = set(access.scans_handed_out(request.record, at=at).values_list("key", flat=True))
    return handed_out.issuperset(request.scan_keys)
