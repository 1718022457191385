"""Work that the desk hands to the worker."""

import shutil
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from catalog.models import IngestRun
from iiif.ingest.delivery import read_folder
from iiif.ingest.run import take_in
from iiif.models import TextRun
from iiif.text.reading import read_all


@task()
def take_in_upload(pk: int) -> None:
    """Take in what was uploaded for one record, then empty its folder: masters are kept elsewhere by now."""
    run = IngestRun.objects.select_related("record", "started_by").get(pk=pk)
    folder = Path(settings.IIIF_INCOMING) / str(run.pk)
    try:
        take_in(run, read_folder(folder, record=run.record), by=run.started_by, workers=1)
    finally:
        # whatever happened, the page that waits for this run must come to an end
        IngestRun.objects.filter(pk=pk, ended_at=None).update(ended_at=timezone.now())
        shutil.rmtree(folder, ignore_errors=True)


@task()
def read_texts(pk: int) -> None:
    """Read the pages of one record; what was read is kept even if the rest cannot be."""
    run = TextRun.objects.select_related("record", "started_by").get(pk=pk)
    try:
        read_all(run, by=run.started_by, clock=timezone.now)
    finally:
        TextRun.objects.filter(pk=pk, ended_at=None).update(ended_at=timezone.now())
