"""Does what the clock does in the reading room: ends terms, frees seats, erases what is kept no longer."""

from django.utils import timezone

from catalog.management.periodic import PeriodicCommand
from portal.reading_room import upkeep


class Command(PeriodicCommand):
    help = (
        "End terms that are over, give held seats free, purge copies that were not fetched, erase readers' data "
        "whose term of keeping has ended. Safe to run again."
    )

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="only list the readers' data that would be erased",
        )

    def handle(self, *args, **options) -> None:
        if not options["dry_run"]:
            super().handle(*args, **options)
            return
        for kind, rows in upkeep.stale(at=timezone.now()).items():
            self.stdout.write(f"{kind}: {len(rows)}")

    def look(self) -> None:
        self.say_counts(upkeep.do_due_work(at=timezone.now()))
