"""Import an EAD finding aid: manage.py import_finding_aid FILE [--dry-run] [--access LEVEL]."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.finding_aids import NotAFindingAid, SecretRows
from catalog.imports.actions import report
from catalog.imports.actions.plan import OtherFonds, Plan
from catalog.imports.actions.runs import read_file
from catalog.imports.actions.writing import write
from catalog.vocabulary import Access

SHOWN = 20


class Command(BaseCommand):
    help = "Import a finding aid (EAD 2002 or EAD3). The same file again changes nothing; an edited copy updates."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
        parser.add_argument(
            "--access",
            choices=Access.values,
            default=Access.CLOSED,
            help="for descriptions without a label (default: closed)",
        )

    def handle(self, *, file, dry_run, access, **options) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        try:
            aid = read_file(file)
        except NotAFindingAid as wrong:
            raise CommandError(f"{file.name}: {wrong}") from wrong
        except SecretRows as secret:
            lines = ", ".join(map(str, secret.lines[:50]))
            raise CommandError(
                f"{file.name}: {len(secret.lines)} descriptions (lines {lines}) are marked as state secrets. "
                "Nothing was imported; remove them and import the file again."
            ) from secret
        try:
            if dry_run:
                plan = Plan(aid, default_access=access)
            else:
                plan = write(aid, by=None, at=timezone.now(), default_access=access)
        except OtherFonds as wrong:
            raise CommandError(f"{file.name}: {wrong}") from wrong
        self._report(aid, plan, dry_run=dry_run)

    def _report(self, aid, plan, *, dry_run) -> None:
        counts = plan.counts
        done = "would be" if dry_run else "were"
        self.stdout.write(f"{aid.format}: {aid.title}")
        self.stdout.write(
            f"{counts['new']} descriptions {done} created, {counts['changed']} changed, "
            f"{counts['unchanged']} stay as they are; {plan.becomes_public} become public."
        )
        self._report_kept(plan)
        for row in report.grouped_unknowns(aid)[:SHOWN]:
            lines = ", ".join(map(str, row["lines"]))
            self.stdout.write(
                f"  not understood: {row['element']} {row['count']} times (line {lines}) {row['text'][:60]}"
            )
        for refusal in aid.refusals[:SHOWN]:
            self.stdout.write(f"  refused, line {refusal.line}: {refusal.title[:60]} {refusal.sentence}")
        if aid.refusals:
            raise CommandError(
                f"{len(aid.refusals)} descriptions {done} refused; everything else {done} taken.",
                returncode=1,
            )

    def _report_kept(self, plan) -> None:
        """What was not done as the file says: fields that the desk wrote, descriptions kept closed."""
        kept = report.kept_rows(plan)
        for row in kept[:SHOWN]:
            self.stdout.write(
                f"  kept as written at the desk, line {row['line']}: {row['code']} {row['field']} "
                f"{row['here'][:60]!r} (the file: {row['file'][:60]!r})"
            )
        if len(kept) > SHOWN:
            self.stdout.write(f"  … and {len(kept) - SHOWN} more fields that are kept")
        closing = report.closing_rows(plan)
        for row in closing[:SHOWN]:
            why = "not understood"
            if row["opens_on"]:
                why = f"opening on {row['opens_on']} is proposed"
            elif row["is_code"]:
                why = "a description with this code is closed here"
            self.stdout.write(f"  kept closed, line {row['line']}: {row['words'][:80]} ({why})")
        if len(closing) > SHOWN:
            self.stdout.write(f"  … and {len(closing) - SHOWN} more that are kept closed")
