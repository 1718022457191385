"""Rebuild the search indexes from the catalogue: manage.py rebuild_search."""

from django.core.management.base import BaseCommand

from catalog.models import SearchOutbox
from catalog.search.whoosh_engine import rebuild


class Command(BaseCommand):
    help = "Empty the search indexes and fill them again from the catalogue."

    def handle(self, **options):
        last = SearchOutbox.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for using, name in (("default", "public"), ("staff", "staff")):
            count = rebuild(using)
            self.stdout.write(f"{name} index: {count} records")
        # what was waiting is in the new indexes; what came meanwhile still waits
        SearchOutbox.objects.filter(pk__lte=last).delete()
