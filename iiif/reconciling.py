"""Links against the catalogue: what leads to a copy that it does not allow any more is taken away."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from catalog import access
from catalog.models import Record, Scan
from iiif import shelves

DAY = 24 * 3600


def close_links(*, dry_run: bool = False) -> list[str]:
    """Take away every link of ``open/`` whose scan is not open to everybody now; return the keys of those scans."""
    closed = []
    for folder in _folders(Path(settings.IIIF_OPEN)):
        links = {path.name.partition(".")[0]: path for path in folder.glob("[!.]*.zip")}
        allowed = _open_keys(folder.name, links)
        for key in sorted(links.keys() - allowed):
            closed.append(key)
            if not dry_run:
                links[key].unlink(missing_ok=True)
    return closed


def missing_links() -> Iterator[str]:
    """Keys of scans that everybody may see and that have no link: the gate is asked for each of their tiles."""
    scans = Scan.objects.open_to_all().order_by("key").values_list("key", flat=True)
    for key in scans.iterator(chunk_size=2000):
        # the link itself: whether the copy is there is another question
        if not shelves.open_link(key).is_symlink():
            yield key


def make_links(keys: list[str]) -> None:
    """Link scans that are open, each asked again with its record locked."""
    shelves.shelve_open(set(keys))


def close_lent(*, dry_run: bool = False) -> list[str]:
    """Take away every folder of ``lent/`` that is not of a record's present epoch; return the names of the folders."""
    closed = []
    for folder in _folders(Path(settings.IIIF_LENT)):
        lent = {path.name: path for path in folder.iterdir()}
        keys = {name.partition(".")[0] for name in lent}
        rows = Record.objects.filter(key__in=keys)
        held = {f"{row.key}.{row.epoch}" for row in rows if access.is_open_description(row)}
        for name in sorted(lent.keys() - held):
            if name.startswith(".") and _is_being_made(lent[name]):
                continue  # no pass leads into it
            closed.append(name)
            if not dry_run:
                shutil.rmtree(lent[name], ignore_errors=True)
    return closed


def _is_being_made(folder: Path) -> bool:
    """Whether another server is at work on a folder, or has just given it its name."""
    try:
        return folder.stat().st_mtime > time.time() - DAY
    except FileNotFoundError:
        return True


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (path for path in sorted(root.iterdir()) if path.is_dir())


def _open_keys(prefix: str, links: dict) -> set[str]:
    """Of the scans in one folder those that are open; asked by the folder, so that a million links cost a thousand."""
    if not links:
        return set()
    scans = Scan.objects.open_to_all().order_by()
    return set(scans.filter(key__range=(prefix, prefix + "z" * 14)).values_list("key", flat=True))
