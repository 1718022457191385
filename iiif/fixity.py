"""Are masters and access copies what they were? What is not is written down once, until it is mended."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from catalog.events.log import record_event
from catalog.models import Scan
from catalog.vocabulary import EventKind
from iiif import shelves
from iiif.checksums import checksum
from iiif.image.packs import Pack
from iiif.image.transforms import BrokenPack
from iiif.models import Damage
from iiif.vocabulary import DamageKind

UNREADABLE = (OSError, zipfile.BadZipFile, BrokenPack)


def check(scan: Scan) -> list[DamageKind]:
    """Read a scan's master and its access copy whole; return what is wrong with them.

    Raises ``buckets.Unreachable`` where copies lie in an object store that does not answer: that is no damage.
    """
    found = []
    master = Path(settings.IIIF_MASTERS) / scan.master_path
    if not master.is_file():
        found.append(DamageKind.MASTER_MISSING)
    elif checksum(master) != scan.sha512:
        found.append(DamageKind.MASTER_CHANGED)
    try:
        if not Pack(shelves.pack_path(scan)).is_whole():
            found.append(DamageKind.COPY_BROKEN)
    except UNREADABLE as wrong:
        found.append(damage_of(wrong))
    return found


def damage_of(wrong: Exception) -> DamageKind:
    """What an access copy that could not be read suffers from; ``wrong`` is one of ``UNREADABLE``."""
    return DamageKind.COPY_MISSING if isinstance(wrong, OSError) else DamageKind.COPY_BROKEN


@transaction.atomic
def settle(scan: Scan, found: list[DamageKind], *, at: datetime) -> None:
    """Write down what a check found, and that the rest is mended."""
    Damage.objects.filter(scan=scan, mended_at=None).exclude(kind__in=found).update(mended_at=at)
    for kind in found:
        note(scan, kind, at=at)


@transaction.atomic
def note(scan: Scan, kind: DamageKind, *, at: datetime) -> None:
    """Write down one damage with its event, unless it is known already."""
    _, is_new = Damage.objects.get_or_create(scan=scan, kind=kind, mended_at=None, defaults={"found_at": at})
    if is_new:
        record_event(
            EventKind.FIXITY,
            scan.record.key,
            by=None,
            at=at,
            outcome="failure",
            scan=scan.key,
            found=kind,
        )


def report() -> Iterator[str]:
    """One line for each damage that is not mended, for whoever looks after the machine."""
    for damage in Damage.objects.filter(mended_at=None).select_related("scan__record"):
        scan = damage.scan
        yield (
            f"{damage.found_at:%Y-%m-%d %H:%M}  {damage.kind}  record {scan.record.key} {scan.record.reference_code}  "
            f"page {scan.order}  master {scan.master_path}  copy {shelves.pack_path(scan)}"
        )
