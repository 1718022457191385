"""The text of a page comes in: from a file that was delivered, or from Tesseract."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from catalog.models import Scan, ScanText
from catalog.people import Person
from catalog.records.actions.changes import Change, Effect, carry_out
from catalog.vocabulary import EventKind, TextSource
from catalog.words import gettext_noop as _
from iiif import shelves
from iiif.fixity import UNREADABLE
from iiif.image import parameters
from iiif.image.buckets import Unreachable
from iiif.image.packs import Pack
from iiif.image.transforms import render
from iiif.models import TextRun
from iiif.text.alto import read_alto
from iiif.text.files import NotAText, Problem, TextFile, fit
from iiif.text.hocr import read_hocr
from iiif.text.words import pack

SECONDS = 180
MEMORY_BYTES = 3 * 2**30
LONGEST_SIDE = 5000


class NoReader(Exception):
    """Tesseract, or its language, is not installed on this machine."""


def read_file(data: bytes) -> TextFile:
    """Tell ALTO from hOCR by content and read it. Raises ``NotAText``."""
    if not data.strip():
        raise NotAText(_("The file is empty."))
    head = data[:4096].lower()
    if b"ocr_page" in head or b"<html" in head:
        return read_hocr(data)
    return read_alto(data)


def keep(
    scan: Scan, file: TextFile, number: int, *, source: TextSource, by: Person | None, at: datetime
) -> list[Problem]:
    """Keep page ``number`` (from 0) of a text file as the text of a scan; return what a person should know.

    A text that the scan has already is replaced. Raises ``NotAText``.
    """
    if number >= len(file.pages):
        raise NotAText(_("The file has no page {number}."), number=number + 1)
    text, problems = fit(file.pages[number], width=scan.width, height=scan.height)
    with transaction.atomic():
        ScanText.objects.update_or_create(
            scan=scan,
            defaults={
                "source": source,
                "words": pack(text.lines),
                "word_count": len(text.words),
                "confidence": text.confidence,
                "made_at": at,
            },
        )
        detail = {"scan": scan.key, "source": source, "words": len(text.words)}
        carry_out([Change(scan.record, EventKind.TEXT, detail, effect=Effect.READS)], by=by, at=at)
    return [*file.problems, *problems]


# -- by machine -------------------------------------------------------------------------------------


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_reader() -> str:
    """Where Tesseract lies. Raises ``NoReader`` where it or its language is missing."""
    command = shutil.which("tesseract")
    if command is None:
        raise NoReader
    known = subprocess.run(  # noqa: S603
        [command, "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    ).stdout.split()
    if not set(settings.IIIF_TEXT_LANGUAGES.split("+")) <= set(known):
        raise NoReader
    return command


def _picture(scan: Scan) -> bytes:
    """The page as large as it is, or as large as Tesseract still gains from."""
    longest = max(scan.width, scan.height)
    size = "max" if longest <= LONGEST_SIDE else f"!{LONGEST_SIDE},{LONGEST_SIDE}"
    wanted = parameters.parse(
        "full",
        size,
        "0",
        "gray.png",
        width=scan.width,
        height=scan.height,
        max_width=LONGEST_SIDE,
        max_area=LONGEST_SIDE**2,
    )
    copy = Pack(shelves.pack_path(scan))
    return render(wanted, width=scan.width, height=scan.height, read=copy.get)


def read_by_machine(scan: Scan, *, command: str, by: Person | None, at: datetime) -> list[Problem]:
    """Have Tesseract read one page. Raises ``NotAText`` with the reason where it cannot."""
    try:
        picture = _picture(scan)
    except UNREADABLE as wrong:
        raise NotAText(_("The access copy of this page is missing or damaged.")) from wrong
    except Unreachable as wrong:
        raise NotAText(_("The object store does not answer.")) from wrong
    try:
        done = subprocess.run(  # noqa: S603
            [command, "stdin", "stdout", "-l", settings.IIIF_TEXT_LANGUAGES, "alto"],
            input=picture,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            # one thread: pages are read beside one another, not one page by many
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            preexec_fn=_confine,
        )
    except subprocess.TimeoutExpired as wrong:
        raise NotAText(_("Reading it took longer than {seconds} seconds."), seconds=SECONDS) from wrong
    if done.returncode:
        raise NotAText(_("Tesseract could not read it."))
    return keep(scan, read_alto(done.stdout), 0, source=TextSource.TESSERACT, by=by, at=at)


def read_all(
    run: TextRun,
    *,
    by: Person | None,
    clock: Callable[[], datetime],
    report: Callable[[TextRun], None] = lambda run: None,
) -> TextRun:
    """Have every page of a record and below it read that has no text yet; can be stopped and run again."""
    scans = Scan.objects.under(run.record).select_related("record").order_by("record__path", "order")
    run.total = scans.count()
    try:
        command = check_reader()
    except NoReader:
        run.problems = [
            {
                "page": "",
                "reason": _("Tesseract and its language {language} are not installed on the server."),
                "values": {"language": settings.IIIF_TEXT_LANGUAGES},
            }
        ]
        run.total, run.ended_at = 0, clock()
        run.save()
        return run
    known = set(scans.filter(text__isnull=False).values_list("pk", flat=True))
    # the list is read first and closed: on SQLite an open one would make every writer fail
    for pk in list(scans.values_list("pk", flat=True)):
        run.done += 1
        if pk in known:
            run.known += 1
        elif scan := Scan.objects.select_related("record").filter(pk=pk).first():
            _read_one(run, scan, command=command, by=by, at=clock())
        run.save()
        report(run)
    run.ended_at = clock()
    run.save()
    return run


def _read_one(run: TextRun, scan: Scan, *, command: str, by: Person | None, at: datetime) -> None:
    page = f"{scan.record.reference_code} · {scan.order}"
    try:
        problems = read_by_machine(scan, command=command, by=by, at=at)
    except NotAText as wrong:
        problems = [Problem(wrong.template, wrong.values)]
    run.problems = [
        *run.problems,
        *({"page": page, "reason": each.reason, "values": each.values} for each in problems),
    ]
