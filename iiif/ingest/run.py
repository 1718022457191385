"""One run of an ingest, from a delivery to numbered, shelved scans; can be killed anywhere and run again."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.models import IngestRun, Record, Scan
from catalog.records.actions.scans import attach
from catalog.vocabulary import TextSource
from iiif import shelves
from iiif.checksums import checksum
from iiif.image.packs import put_away
from iiif.ingest.delivery import DeliveredFile, ScanDelivery, text_of
from iiif.ingest.press import Doubtful, Limits, PressedMaster, Refused
from iiif.ingest.workshop import Job, Workshop, press_all
from iiif.models import AcceptedMaster
from iiif.text import reading
from iiif.text.files import NotAText

DAY = 24 * 3600
Report = Callable[[IngestRun, str], None]


def limits() -> Limits:
    return Limits(
        pixels=settings.IIIF_MAX_PIXELS,
        side=settings.IIIF_MAX_SIDE,
        pages=settings.IIIF_MAX_PDF_PAGES,
        bytes=settings.IIIF_MAX_MASTER_BYTES,
    )


def take_in(
    run: IngestRun,
    delivery: ScanDelivery,
    *,
    by,
    clock=timezone.now,
    report: Report = lambda run, name: None,
    workers: int = 0,
    workshop: Workshop = press_all,
) -> IngestRun:
    """Take in every page of a delivery in order, and say on the run what was refused and why.

    Files are pressed in parallel, by ``workshop``; pages are numbered in the order of the delivery. A page that is
    there already is counted as known, so an interrupted run is simply run again. Raises ``OSError`` where a disk is
    full, and ``buckets.Unreachable`` where the object store does not answer; the pages before that are taken in.
    """
    run.total = len(delivery.pages) + len(delivery.refusals)
    run.refusals = list(delivery.refusals)
    run.done = len(delivery.refusals)
    run.save()
    copies = Path(settings.IIIF_COPIES)
    copies.mkdir(parents=True, exist_ok=True)
    _sweep(copies)
    with tempfile.TemporaryDirectory(prefix=".pressing-", dir=copies) as scratch:
        _take_in_order(
            run,
            delivery,
            Path(scratch),
            by=by,
            clock=clock,
            report=report,
            workshop=partial(workshop, limits=limits(), workers=workers or os.cpu_count() or 1),
        )
    run.ended_at = clock()
    run.save()
    return run


def _sweep(copies: Path) -> None:
    """Remove what runs left that were killed; a day old, so that no run at work loses its folder."""
    for left in copies.glob(".pressing-*"):
        if left.stat().st_mtime < time.time() - DAY:
            shutil.rmtree(left, ignore_errors=True)


def _take_in_order(run, delivery, scratch: Path, *, by, clock, report, workshop) -> None:
    """Consume results in delivery order although children finish in any."""
    ready: dict[int, PressedMaster | Refused] = {}
    wanted = 0
    jobs = (_job(number, page) for number, page in enumerate(delivery.pages))
    for done, result in workshop(jobs, target=scratch):
        ready[done] = result
        while wanted in ready:
            page = delivery.pages[wanted]
            _settle(run, page, ready.pop(wanted), by=by, at=clock())
            report(run, page.path.name)
            wanted += 1


def _job(number: int, page: DeliveredFile) -> Job:
    if not page.path.is_file():
        return Job(number, page.path)
    sha512 = checksum(page.path)
    return Job(
        number,
        page.path,
        known=_known(page, sha512),
        is_accepted=AcceptedMaster.objects.filter(sha512=sha512).exists(),
    )


def _known(page: DeliveredFile, sha512: str) -> frozenset[tuple[str, int]]:
    """Pages of this master that the record has already, with their packs in place."""
    rows = Scan.objects.filter(record=page.record, sha512=sha512)
    return frozenset((scan.sha512, scan.master_page) for scan in rows if shelves.pack_path(scan).is_file())


def _settle(run: IngestRun, page: DeliveredFile, result: PressedMaster | Refused, *, by, at: datetime) -> None:
    run.done += 1
    if isinstance(result, Refused):
        refusal = {"file": page.path.name, "reason": result.template, "values": result.values}
        if isinstance(result, Doubtful):
            refusal["asked"] = checksum(page.path)
        run.refusals = [*run.refusals, refusal]
    else:
        if result.pages:
            _keep_master(page.path, result)
        else:
            run.known += 1
        for made in result.pages:
            put_away(made.pack, shelves.pack_path_of(result.sha512, made.number))
            _attach(page, result, made, by=by, at=at)
        run.taken += len(result.pages)
        _keep_text(run, page, result.sha512, by=by, at=at)
    run.save()


def _keep_text(run: IngestRun, page: DeliveredFile, sha512: str, *, by, at: datetime) -> None:
    """Give the words of the text file beside a master to the pages made from it; a bad file costs only itself."""
    path = text_of(page.path)
    if path is None:
        return

    def note(reason: str, values: dict) -> None:
        run.refusals = [*run.refusals, {"file": path.name, "reason": reason, "values": values}]

    scans = Scan.objects.filter(record=page.record, sha512=sha512, text=None)
    for scan in scans.select_related("record").order_by("master_page"):
        try:
            file = reading.read_file(path.read_bytes())
            problems = reading.keep(scan, file, scan.master_page, source=TextSource(file.kind), by=by, at=at)
        except (NotAText, OSError) as wrong:
            note(getattr(wrong, "template", str(wrong)), getattr(wrong, "values", {}))
            return
        run.texts += 1
        for problem in problems:
            note(problem.reason, problem.values)


def _keep_master(path: Path, result: PressedMaster) -> None:
    """Copy the master under the name of its checksum; a copy that is cut off never gets the name."""
    kept = shelves.master_path(result.sha512, result.suffix)
    if kept.is_file() and kept.stat().st_size == result.bytes:
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    passing = kept.with_name(f".{kept.name}.{os.getpid()}")
    shutil.copyfile(path, passing)
    with passing.open("rb") as written:
        os.fsync(written.fileno())
    passing.chmod(0o444)
    passing.replace(kept)


@transaction.atomic
def _attach(page: DeliveredFile, result: PressedMaster, made, *, by, at: datetime) -> Scan:
    scan, _ = attach(
        page.record,
        by=by,
        at=at,
        sha512=result.sha512,
        master_page=made.number,
        width=made.width,
        height=made.height,
        label=page.label,
        master_name=page.path.name,
        master_path=str(shelves.master_path(result.sha512, result.suffix).relative_to(settings.IIIF_MASTERS)),
        master_bytes=result.bytes,
    )
    scan.record = Record.objects.get(pk=page.record.pk)
    shelves.shelve(scan)
    return scan
