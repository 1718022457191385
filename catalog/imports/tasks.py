"""Work that the desk hands to the worker."""

import logging

from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from catalog.imports.actions import runs
from catalog.imports.models import ImportRun
from catalog.vocabulary import ImportState

log = logging.getLogger(__name__)


@task()
def preview_import(pk: int) -> None:
    """Read a finding aid and write down what it would do."""
    runs.preview(ImportRun.objects.get(pk=pk), at=timezone.now())


@task()
def confirm_import(pk: int, user_pk: int) -> None:
    """Write a previewed finding aid; should the database refuse, say so on the run: nothing was written."""
    run = ImportRun.objects.get(pk=pk)
    user = get_user_model().objects.filter(pk=user_pk).first()
    try:
        runs.confirm(run, by=user, at=timezone.now())
    except (DatabaseError, OSError) as wrong:
        log.exception("import %s failed", pk)
        ImportRun.objects.filter(pk=pk).update(
            state=ImportState.FAILED,
            problem={
                "reason": gettext_noop("Nothing was written: {why}"),
                "values": {"why": str(wrong)},
            },
            ended_at=timezone.now(),
        )
