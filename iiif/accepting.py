"""Masters that looked wrong: an archivist looks at them and takes them in as they are, or leaves them out."""

import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from catalog.events.log import record_event
from catalog.models import IngestRun
from catalog.people import Person, pk_of
from catalog.vocabulary import EventKind
from iiif import tasks
from iiif.models import AcceptedMaster


def mark(sha512: str, *, by: Person | None, at: datetime) -> None:
    """Let a master be taken in whatever looks wrong with it; what a decoder complains of stays refused."""
    AcceptedMaster.objects.get_or_create(sha512=sha512, defaults={"accepted_by_id": pk_of(by), "accepted_at": at})


class StillAtWork(Exception):
    """The run has not ended: what it asks about and what lies in its folder are not settled."""


@transaction.atomic
def accept(run: IngestRun, asked: Collection[str], *, by: Person | None, at: datetime) -> None:
    """Take in what a run has asked about, from the folder in which it waits. Raises ``StillAtWork``."""
    answered = _answer(run, asked)
    for each in answered:
        mark(each["asked"], by=by, at=at)
        if run.record:
            record_event(
                EventKind.INGESTION,
                run.record.key,
                by=by,
                at=at,
                accepted=each["asked"],
                although=each["reason"],
            )
    if answered and folder_of(run).is_dir():
        IngestRun.objects.filter(pk=run.pk).update(ended_at=None)
        transaction.on_commit(lambda: tasks.take_in_upload.enqueue(run.pk))


def leave_out(run: IngestRun, asked: Collection[str]) -> None:
    """Forget what a run has asked about; of an upload the files go, of a folder they stay where they are.

    Raises ``StillAtWork``.
    """
    for each in _answer(run, asked):
        (folder_of(run) / Path(each["file"]).name).unlink(missing_ok=True)
    run.refresh_from_db()
    # a run that stopped has promised to keep what it did not come to
    if not run.questions and all(each["file"] for each in run.refusals):
        shutil.rmtree(folder_of(run), ignore_errors=True)


def folder_of(run: IngestRun) -> Path:
    """Where an upload waits."""
    return Path(settings.IIIF_INCOMING) / str(run.pk)


def _answer(run: IngestRun, asked: Collection[str]) -> list[dict]:
    """Take the questions that are answered off the run, and return them; two who answer at once answer once."""
    with transaction.atomic():
        now = IngestRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if now.ended_at is None:
            raise StillAtWork
        answered = [each for each in now.questions if each["asked"] in asked]
        now.refusals = [each for each in now.refusals if each not in answered]
        now.save(update_fields=["refusals"])
    return answered
