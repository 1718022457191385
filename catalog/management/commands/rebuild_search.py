"""Rebuild the search indexes from the catalogue: manage.py rebuild_search."""

from django.core.management.base import BaseCommand, CommandError

from catalog.records.models import SearchOutbox
from catalog.search.generations import SearchUnavailable
from catalog.search.whoosh_engine import rebuild


class Command(BaseCommand):
    help = "Build the search indexes anew from the catalogue, beside those in use, and switch."

    def handle(self, **options) -> None:
        # these, and no others: on PostgreSQL a row with a smaller number may come after one with a larger
        waiting = list(SearchOutbox.objects.values_list("pk", flat=True))
        for using, name in (("default", "public"), ("staff", "staff")):
            try:
                count = rebuild(using)
            except SearchUnavailable as busy:
                raise CommandError(f"{busy} Run this again later.") from busy
            self.stdout.write(f"{name} index: {count} records")
        # what was waiting is in the new indexes; what came meanwhile still waits
        for start in range(0, len(waiting), 500):
            SearchOutbox.objects.filter(pk__in=waiting[start : start + 500]).delete()
