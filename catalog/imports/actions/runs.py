"""An import run: read its file, show what would be done, and do it once a person has confirmed."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from catalog import finding_aids
from catalog.finding_aids import FindingAid
from catalog.imports.actions import report
from catalog.imports.actions.plan import OtherFonds, Plan
from catalog.imports.actions.writing import locked_plan, write_plan
from catalog.imports.models import ImportRun
from catalog.people import Person
from catalog.records.models import Record
from catalog.vocabulary import ImportState

REPORTED = 2000


SECRETS = gettext_noop(
    "{count} descriptions (lines {rows}) are marked as state secrets. The file was not kept. "
    "Remove them and import it again."
)


CHANGED_MEANWHILE = gettext_noop(
    "The catalogue has changed since this preview: {created_before} new, {changed_before} changed and "
    "{public_before} public then; {created} new, {changed} changed and {public} public now. Nothing was written. "
    "The preview below is new: look at it and confirm again."
)


OTHER_FILE = gettext_noop("The file is not the one that was previewed. Nothing was written; import it again.")


def read_file(path: Path) -> FindingAid:
    """Read a finding aid within the size that the installation allows.

    Raises ``finding_aids.NotAFindingAid`` and ``finding_aids.SecretRows``.
    """
    return finding_aids.read(path, max_bytes=settings.FINDING_AID_MAX_BYTES)


def preview(run: ImportRun, *, at: datetime) -> ImportRun:
    """Read the run's file and say what it would do, row by row, without writing any record."""
    path = Path(run.file.path)
    aid = _read_or_refuse(run, path, at=at)
    if aid is None:
        return run
    try:
        plan = Plan(aid, default_access=run.default_access)
    except OtherFonds as wrong:
        return _refuse(run, wrong.template, wrong.values, at=at)
    run.sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    _show(run, plan)
    run.save()
    return run


def _read_or_refuse(run: ImportRun, path: Path, *, at: datetime) -> FindingAid | None:
    """The run's finding aid, or nothing where the run is refused with its reason."""
    try:
        return read_file(path)
    except finding_aids.NotAFindingAid as wrong:
        _refuse(run, wrong.template, wrong.values, at=at)
    except finding_aids.SecretRows as secret:
        # by law not even a title of a state secret may stay on a networked machine: the file goes at once
        run.file.delete(save=False)
        rows = ", ".join(str(line) for line in secret.lines[:50])
        _refuse(run, SECRETS, {"count": len(secret.lines), "rows": rows}, at=at)
    return None


def _show(run: ImportRun, plan: Plan) -> None:
    """Put on the run what the plan would do, for a person to read and to confirm."""
    aid = plan.aid
    run.format, run.title, run.state = aid.format, aid.title, ImportState.PREVIEWED
    run.verdicts, run.kept = report.verdicts(plan)[:REPORTED], report.kept_rows(plan)[:REPORTED]
    run.not_understood = report.grouped_unknowns(aid)
    run.closing = report.closing_rows(plan)[:REPORTED]
    run.plan_digest = plan.digest
    _count(run, plan)


def _refuse(run: ImportRun, reason: str, values: dict, *, at: datetime) -> ImportRun:
    run.state, run.ended_at = ImportState.REFUSED, at
    run.problem = {"reason": reason, "values": values}
    run.save()
    return run


def confirm(run: ImportRun, *, by: Person | None, at: datetime) -> ImportRun:
    """Write what the preview said: all of it or nothing. The file is read before the database is locked.

    Where the catalogue has changed so that something else would be written, nothing is: the run shows what would be
    done now, says what changed, and waits to be confirmed again.
    """
    path = Path(run.file.path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != run.sha256:
        return _refuse(run, OTHER_FILE, {}, at=at)
    aid = _read_or_refuse(run, path, at=at)
    if aid is None:
        return run
    try:
        with transaction.atomic():
            _confirm(run, aid, by=by, at=at)
    except OtherFonds as wrong:
        return _refuse(run, wrong.template, wrong.values, at=at)
    return run


def _confirm(run: ImportRun, aid: FindingAid, *, by: Person | None, at: datetime) -> None:
    plan = locked_plan(aid, run.default_access)
    if plan.digest != run.plan_digest:
        before = {f"{name}_before": figure for name, figure in _figures(run).items()}
        _show(run, plan)
        run.problem = {"reason": CHANGED_MEANWHILE, "values": {**before, **_figures(run)}}
        run.save()
        return
    write_plan(plan, by=by, at=at)
    _count(run, plan)
    top = Record.objects.filter(source=aid.source).order_by("path").first()
    run.root_key = top.key if top else ""
    run.state, run.ended_at, run.problem = ImportState.DONE, at, {}
    run.save()


def _figures(run: ImportRun) -> dict[str, int]:
    return {"created": run.created, "changed": run.changed, "public": run.becomes_public}


def _count(run: ImportRun, plan: Plan) -> None:
    counts = plan.counts
    run.created, run.changed, run.unchanged = counts["new"], counts["changed"], counts["unchanged"]
    run.refused, run.becomes_public = len(plan.aid.refusals), plan.becomes_public
