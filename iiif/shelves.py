"""Where masters, packs and the links that make packs reachable lie; a link is the whole permission.

``open/`` holds one link for each scan that everybody may see. ``lent/`` holds one folder for each record on request
that some reader is looking at, named after the record's epoch; only a pass leads into it.
"""

import os
import shutil
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from catalog import access
from catalog.models import Record, Scan
from catalog.people import Person
from catalog.records.actions.locking import lock_fonds


class HasCopy(Protocol):
    """A scan as far as its access copy is named after it: the model itself, or a plain row of it."""

    @property
    def sha512(self) -> str: ...
    @property
    def master_page(self) -> int: ...


def master_path(sha512: str, suffix: str) -> Path:
    """Masters are named by their own checksum, so that the same file is kept once."""
    return Path(settings.IIIF_MASTERS) / sha512[:2] / f"{sha512}{suffix.lower()}"


def pack_path(scan: HasCopy) -> Path:
    return pack_path_of(scan.sha512, scan.master_page)


def pack_path_of(sha512: str, page: int) -> Path:
    return Path(settings.IIIF_COPIES) / sha512[:2] / f"{sha512[:40]}-{page}.zip"


def open_link(key: str) -> Path:
    return Path(settings.IIIF_OPEN) / key[:2] / f"{key}.zip"


def lent_folder(record_key: str, epoch: int) -> str:
    return f"{settings.IIIF_LENT}/{record_key[:2]}/{record_key}.{epoch}"


def shelve(scan: Scan) -> None:
    """Make the link of a scan whose record is open to all; take it away otherwise."""
    if access.is_open_content(scan.record):
        _link(scan)
    else:
        unlink(scan.key)
        take_back_scans(scan.record)


def _link(scan: Scan) -> None:
    link = open_link(scan.key)
    link.parent.mkdir(parents=True, exist_ok=True)
    passing = link.with_name(f".{link.name}.{os.getpid()}")
    passing.unlink(missing_ok=True)
    passing.symlink_to(pack_path(scan))
    passing.replace(link)


def unlink(key: str) -> None:
    """Withdraw a scan from the tile route: one system call, also against requests at work."""
    open_link(key).unlink(missing_ok=True)


def lend(record: Record) -> bool:
    """Make the folder of links that passes of the record's epoch open; say whether it stands.

    Asked again with the record locked, so that a withdrawal at work is waited for and then obeyed.
    """
    if Path(lent_folder(record.key, record.epoch)).is_dir():
        return True
    with transaction.atomic():
        now = Record.objects.select_for_update(of=("self",)).filter(pk=record.pk).first()
        if now is None or now.epoch != record.epoch or not access.is_open_description(now):
            return False
        folder = Path(lent_folder(now.key, now.epoch))
        passing = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
        passing.mkdir(parents=True)
        for scan in now.scans.only("key", "sha512", "master_page"):
            (passing / f"{scan.key}.zip").symlink_to(pack_path(scan))
        try:
            passing.rename(folder)
        except OSError:
            shutil.rmtree(passing)  # another request was quicker
    return True


def take_back(roots: Sequence[Record]) -> None:
    """Void every pass to subtrees: their lent folders go, one system call each."""
    lent = Path(settings.IIIF_LENT)
    folders: dict[str, list[Path]] = {}
    for path in lent.glob("??/[!.]*"):
        folders.setdefault(path.name.partition(".")[0], []).append(path)
    names = list(folders)
    for start in range(0, len(names), 500):
        touched = Record.objects.under(*roots).filter(key__in=names[start : start + 500]).order_by()
        for key in touched.values_list("key", flat=True):
            for folder in folders[key]:
                _away(folder)


def take_back_scans(record: Record) -> None:
    """The record has other scans than before: the next pass makes its folder anew."""
    folder = Path(lent_folder(record.key, record.epoch))
    if folder.is_dir():
        _away(folder)


def _away(folder: Path) -> None:
    gone = folder.with_name(f".gone-{uuid.uuid4().hex}")
    try:
        folder.rename(gone)
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def follow_access(roots: Sequence[Record], *, by: Person | None, at: datetime) -> None:
    """Bring the links of subtrees in line with their access; called inside the transaction that changed it.

    Links go before the commit and come back after it: should the transaction fail, a missing link only means that
    the gate is asked, which then answers rightly.
    """
    scans = Scan.objects.under(*roots)
    opened = set(scans.open_to_all().values_list("key", flat=True))
    for key in scans.values_list("key", flat=True).iterator(chunk_size=2000):
        if key not in opened:
            unlink(key)
    if opened:
        transaction.on_commit(lambda: shelve_open(opened))


def shelve_open(keys: set[str]) -> None:
    """Link scans that are open now.

    Asked again with the records locked: a withdrawal that passes meanwhile waits, and unlinks after us.
    """
    batch = list(keys)
    for start in range(0, len(batch), 500):
        with transaction.atomic():
            records = Record.objects.filter(scans__key__in=batch[start : start + 500]).order_by("pk")
            # in the order of whoever withdraws a branch: its fonds before its rows
            lock_fonds(*records.only("pk"))
            list(records.select_for_update(of=("self",)).values_list("pk", flat=True))
            for scan in Scan.objects.filter(key__in=batch[start : start + 500]).select_related("record"):
                shelve(scan)
