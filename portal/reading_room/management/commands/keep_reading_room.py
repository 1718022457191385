"""Does what the clock does in the reading room: ends terms, frees seats, erases what is kept no longer."""

import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from portal.reading_room import upkeep


class Command(BaseCommand):
    help = (
        "End terms that are over, give held seats free, purge copies that were not fetched, erase readers' data "
        "whose term of keeping has ended. Safe to run again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--every", type=int, default=0, help="seconds between two looks; default: look once"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="only list the readers' data that would be erased",
        )

    def handle(self, *args, every: int, dry_run: bool, **options) -> None:
        if dry_run:
            for kind, rows in upkeep.stale(at=timezone.now()).items():
                self.stdout.write(f"{kind}: {len(rows)}")
            return
        if not every:
            self._look()
        while every:
            try:
                self._look()
            except DatabaseError as wrong:
                # a database that is away for a moment is asked again at the next look
                self.stderr.write(f"The reading room could not be kept: {wrong}")
            time.sleep(every)
            close_old_connections()

    def _look(self) -> None:
        done = {kind: count for kind, count in upkeep.keep(at=timezone.now()).items() if count}
        if done:
            self.stdout.write(", ".join(f"{count} {kind}" for kind, count in done.items()))
