"""See that the search indexes are whole and the outbox is drained: manage.py keep_search [--every SECONDS]."""

import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from catalog.models import SearchOutbox
from catalog.search.outbox import damaged_indexes, tell_worker, tell_worker_of_damage


class Command(BaseCommand):
    help = (
        "Ask the worker to build indexes that are missing or torn, and to index what waits; --every keeps looking. "
        "Readers see at once that search is being repaired; nothing of theirs repairs it."
    )

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
                self.stderr.write(f"The indexes could not be looked at: {wrong}")

    def _look(self) -> None:
        damaged = damaged_indexes()
        if damaged:
            tell_worker_of_damage()
            self.stdout.write(f"To be built anew: {', '.join(damaged)}")
        if SearchOutbox.objects.exists():
            tell_worker()
