"""Where masters, packs and the links that make packs public lie; the link is the whole permission."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from catalog import access
from catalog.models import Record, Scan


def master_path(sha512: str, suffix: str) -> Path:
    """Masters are named by their own checksum, so that the same file is kept once."""
    return Path(settings.IIIF_MASTERS) / sha512[:2] / f"{sha512}{suffix.lower()}"


def pack_path(scan: Scan) -> Path:
    return pack_path_of(scan.sha512, scan.master_page)


def pack_path_of(sha512: str, page: int) -> Path:
    return Path(settings.IIIF_COPIES) / sha512[:2] / f"{sha512[:40]}-{page}.zip"


def open_link(key: str) -> Path:
    return Path(settings.IIIF_OPEN) / key[:2] / f"{key}.zip"


def shelve(scan: Scan) -> None:
    """Make the link of a scan whose record is open to all; take it away otherwise."""
    if access.is_open_content(scan.record):
        _link(scan)
    else:
        unlink(scan.key)


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


def follow_access(root: Record, *, by, at: datetime) -> None:
    """Bring the links of a subtree in line with its access; called inside the transaction that changed it.

    Links go before the commit and come back after it: should the transaction fail, a missing link only means that
    the gate is asked, which then answers rightly.
    """
    scans = Scan.objects.under(root)
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
            records = Record.objects.filter(scans__key__in=batch[start : start + 500]).order_by()
            list(records.select_for_update(of=("self",)).values_list("pk", flat=True))
            for scan in Scan.objects.filter(key__in=batch[start : start + 500]).select_related(
                "record"
            ):
                shelve(scan)
