"""Open and close exhibitions as the calendar says, publish what is scheduled; once, or for ever."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from exhibitions.actions import calendar


class Command(BaseCommand):
    help = "Open and close exhibitions by the calendar and publish scheduled pages; --every keeps doing it."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=int, default=0, help="seconds between two looks; default: look once"
        )

    def handle(self, *, every, **options):
        self._look()
        while every:
            time.sleep(every)
            close_old_connections()
            try:
                self._look()
            except DatabaseError as wrong:
                # a database that is away for a moment is asked again at the next look
                self.stderr.write(f"The calendar could not be kept: {wrong}")

    def _look(self) -> None:
        call_command("publish_scheduled", verbosity=0)
        done = {name: count for name, count in calendar.keep(timezone.now()).items() if count}
        if done:
            self.stdout.write(", ".join(f"{count} {name}" for name, count in done.items()))
