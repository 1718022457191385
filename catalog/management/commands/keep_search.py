"""See that the search indexes are whole and the outbox is drained: manage.py keep_search [--every SECONDS]."""

from catalog.management.periodic import PeriodicCommand
from catalog.records.models import SearchOutbox
from catalog.search.outbox import damaged_indexes, tell_worker, tell_worker_of_damage


class Command(PeriodicCommand):
    help = (
        "Ask the worker to build indexes that are missing or torn, and to index what waits; --every keeps looking. "
        "Readers see at once that search is being repaired; nothing of theirs repairs it."
    )

    def look(self) -> None:
        damaged = damaged_indexes()
        if damaged:
            tell_worker_of_damage()
            self.stdout.write(f"To be built anew: {', '.join(damaged)}")
        if SearchOutbox.objects.exists():
            tell_worker()
