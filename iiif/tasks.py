"""Work that the desk hands to the worker."""

import logging
import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django_tasks import task

from catalog.models import IngestRun
from catalog.words import gettext_noop as _
from iiif.image.buckets import Unreachable
from iiif.ingest.delivery import read_folder
from iiif.ingest.run import take_in
from iiif.models import TextRun
from iiif.text.reading import read_all

log = logging.getLogger(__name__)


@task()
def take_in_upload(pk: int) -> None:
    """Take in what was uploaded for one record, then empty its folder: masters are kept elsewhere by now.

    Files that an archivist is asked about stay there until they are answered for.
    """
    run = IngestRun.objects.select_related("record", "started_by").get(pk=pk)
    folder = Path(settings.IIIF_INCOMING) / str(run.pk)
    try:
        take_in(run, read_folder(folder, record=run.record), by=run.started_by, workers=1)
    except (OSError, DatabaseError, Unreachable) as wrong:
        # the files stay: the operator makes room, or starts the store, and has the folder taken in again
        log.exception("upload %s was not taken in", pk)
        _end(
            run,
            _("It stopped: {why}. What was uploaded is kept in {folder}."),
            why=str(wrong),
            folder=str(folder),
        )
        return
    if not run.questions:
        shutil.rmtree(folder, ignore_errors=True)


def _end(run: IngestRun, reason: str, **values: str) -> None:
    run.refusals = [*run.refusals, {"file": "", "reason": reason, "values": values}]
    run.ended_at = timezone.now()
    run.save(update_fields=["refusals", "ended_at"])


@task()
def read_texts(pk: int) -> None:
    """Read the pages of one record; what was read is kept even if the rest cannot be."""
    run = TextRun.objects.select_related("record", "started_by").get(pk=pk)
    try:
        read_all(run, by=run.started_by, clock=timezone.now)
    except (OSError, DatabaseError) as wrong:
        log.exception("reading %s stopped", pk)
        run.problems = [
            *run.problems,
            {"page": "", "reason": _("It stopped: {why}."), "values": {"why": str(wrong)}},
        ]
        run.ended_at = timezone.now()
        run.save()
