"""Compare what lies beside the database with it: manage.py reconcile [--dry-run] [--link]."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.reconciling import look_for_links, reconcile


class Command(BaseCommand):
    help = (
        "Compare open links, lent folders, copies that wait, search indexes and the journal of access with the "
        "database; close what it does not allow, and say what was closed. Runs by itself before the server serves."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be closed")
        parser.add_argument("--link", action="store_true", help="make missing links of scans that are open to all")

    def handle(self, *, dry_run, link, **options) -> None:
        report = reconcile(at=timezone.now(), dry_run=dry_run)
        look_for_links(report, make=link and not dry_run)
        done = "would be closed" if dry_run else "closed"
        for line in report.closed:
            self.stdout.write(f"{done}: {line}")
        for line in report.told:
            self.stdout.write(line)
        self.stdout.write(
            f"{len(report.closed)} {done}." if report.closed or report.told else "Everything agrees with the database."
        )
