"""Take in a folder of scans: manage.py ingest_scans FOLDER [--csv LIST] [--record KEY]."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.models import IngestRun, Record
from iiif import accepting
from iiif.checksums import checksum
from iiif.image.buckets import Unreachable
from iiif.ingest.delivery import BadList, read_folder
from iiif.ingest.run import take_in


class Command(BaseCommand):
    help = "Take in a folder of scans (JPEG, PNG, TIFF, PDF), matched to records by reference code or by a CSV list."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--csv",
            type=Path,
            help="a list with the columns file, reference_code and optionally label",
        )
        parser.add_argument("--record", help="the key of the one record that all files belong to")
        parser.add_argument(
            "--workers",
            type=int,
            default=0,
            help="processes that make pyramids (default: all cores)",
        )
        parser.add_argument(
            "--accept",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help="files that looked wrong, that you have looked at, and that are taken as they are",
        )

    def handle(self, *, folder, csv, record, workers, accept, **options) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        if csv and not csv.is_file():
            raise CommandError(f"{csv} is not a file.")
        self._accept(accept)
        target = None
        if record:
            target = Record.objects.filter(key=record).first()
            if target is None:
                raise CommandError(f"No record has the key {record}.")
        try:
            delivery = read_folder(folder, listing=csv, record=target)
        except BadList as wrong:
            raise CommandError(str(wrong)) from wrong
        run = IngestRun.objects.create(folder=str(folder))
        try:
            take_in(run, delivery, by=None, report=self._progress, workers=workers)
        except KeyboardInterrupt:
            raise CommandError("\nInterrupted. Nothing is lost: run the same command again and it goes on.") from None
        except (OSError, Unreachable) as wrong:
            raise CommandError(
                f"\nStopped: {wrong}\nNothing is lost: mend this, run the same command again and it goes on."
            ) from wrong
        self._report(run)

    @staticmethod
    def _accept(paths) -> None:
        for path in paths:
            if not path.is_file():
                raise CommandError(f"{path} is not a file.")
            accepting.mark(checksum(path), by=None, at=timezone.now())

    def _progress(self, run, name) -> None:
        if self.stderr.isatty() or run.done == run.total or run.done % 25 == 0:
            end = "\r" if self.stderr.isatty() and run.done < run.total else "\n"
            filled = 30 * run.done // max(run.total, 1)
            self.stderr.write(
                f"[{'#' * filled}{'.' * (30 - filled)}] {run.done}/{run.total} {name[:40]:40}",
                ending=end,
            )

    def _report(self, run) -> None:
        self.stdout.write(
            f"{run.taken} pages taken in, {run.known} files known already, {len(run.refusals)} files refused."
        )
        for refusal in run.refusals:
            self.stdout.write(f"  {refusal['file']}: {refusal['reason'].format(**refusal['values'])}")
        if run.refusals:
            raise CommandError("Some files were refused; everything else was taken in.", returncode=1)
