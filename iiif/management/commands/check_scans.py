"""Check masters against their checksums and access copies against theirs, and say what is damaged."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.models import Record, Scan
from iiif import fixity
from iiif.image.buckets import Unreachable


class Command(BaseCommand):
    help = "Read masters and access copies whole and compare checksums; exit 1 when anything is damaged."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--record", help="only this record (its key) and what lies below")
        parser.add_argument(
            "--report",
            action="store_true",
            help="read nothing, only print what is known to be damaged",
        )

    def handle(self, *, record, report, **options) -> None:
        if not report:
            self._check(record)
        lines = list(fixity.report())
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} damaged; restore them from a backup and check again.")
        self.stdout.write("Nothing is damaged.")

    def _check(self, key) -> None:
        scans = Scan.objects.select_related("record").order_by("pk")
        if key:
            root = Record.objects.filter(key=key).first()
            if root is None:
                raise CommandError(f"There is no record {key}.")
            scans = scans.under(root)
        total = scans.count()
        for number, scan in enumerate(scans.iterator(chunk_size=500), start=1):
            try:
                fixity.settle(scan, fixity.check(scan), at=timezone.now())
            except Unreachable as wrong:
                raise CommandError(f"The object store does not answer: {wrong}") from wrong
            if number % 1000 == 0 or number == total:
                self.stdout.write(f"{number} of {total} scans read")
