"""Commands that look once, or keep looking for as long as the portal runs."""

import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections


class PeriodicCommand(BaseCommand):
    """A command with ``--every SECONDS``; without it, it looks once. What one look does stands in ``look``."""

    def add_arguments(self, parser) -> None:
        parser.add_argument("--every", type=int, default=0, help="seconds between two looks; default: look once")

    def handle(self, *args, every: int, **options) -> None:
        if not every:
            self.look()
        while every:
            try:
                self.look()
            except DatabaseError as wrong:
                # a database that is away for a moment is asked again at the next look
                self.stderr.write(f"{self.__module__.rpartition('.')[2]} could not look: {wrong}")
            time.sleep(every)
            close_old_connections()

    def look(self) -> None:
        """Do what is due now; safe to run again. Errors of the database are for the next look."""
        raise NotImplementedError

    def say_counts(self, done: dict[str, int]) -> None:
        """Print what was done, and nothing where nothing was."""
        if counts := [f"{count} {what}" for what, count in done.items() if count]:
            self.stdout.write(", ".join(counts))
