"""List masters on the shelves that would not be taken in today: damaged, or looking wrong."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from catalog.models import Record, Scan
from iiif.ingest.press import Doubtful, Refused
from iiif.ingest.run import limits
from iiif.ingest.workshop import Job, press_all
from iiif.models import AcceptedMaster


class Command(BaseCommand):
    help = (
        "Decode every master on the shelves again and list those that a decoder complains of, or that look wrong and "
        "that no archivist has accepted; exit 1 when there are any. Nothing is changed."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--record", help="only this record (its key) and what lies below")
        parser.add_argument("--workers", type=int, default=1, help="processes that decode")

    def handle(self, *, record, workers, **options) -> None:
        masters = list(self._masters(record).values_list("sha512", "master_path").distinct())
        accepted = set(AcceptedMaster.objects.values_list("sha512", flat=True))
        jobs = (
            Job(number, Path(settings.IIIF_MASTERS) / path, is_accepted=sha512 in accepted)
            for number, (sha512, path) in enumerate(masters)
        )
        found = 0
        for done, (number, result) in enumerate(
            press_all(jobs, target=None, limits=limits(), workers=workers), start=1
        ):
            if isinstance(result, Refused):
                found += 1
                self._tell(masters[number][0], result)
            if done % 1000 == 0:
                self.stderr.write(f"{done} of {len(masters)} masters looked at")
        if found:
            raise CommandError(f"{found} of {len(masters)} masters are damaged or look wrong.")
        self.stdout.write(f"{len(masters)} masters looked at; none looks wrong.")

    @staticmethod
    def _masters(key) -> QuerySet[Scan]:
        scans = Scan.objects.order_by("sha512")
        if not key:
            return scans
        root = Record.objects.filter(key=key).first()
        if root is None:
            raise CommandError(f"There is no record {key}.")
        return scans.under(root)

    def _tell(self, sha512, reason) -> None:
        kind = "looks wrong" if isinstance(reason, Doubtful) else "damaged"
        scans = Scan.objects.filter(sha512=sha512).order_by("record_id", "order")
        # once for each record, by the first page that it has of the file
        for scan in {each.record_id: each for each in reversed(scans.select_related("record"))}.values():
            self.stdout.write(
                f"{kind}  record {scan.record.key} {scan.record.reference_code}  page {scan.order}  "
                f"{scan.master_name}  {scan.master_path}  {reason}"
            )
