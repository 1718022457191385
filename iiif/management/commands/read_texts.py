"""Have Tesseract read every page of a record and below it that has no text yet."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.models import Record
from iiif.models import TextRun
from iiif.text.reading import read_all


class Command(BaseCommand):
    help = "Have Tesseract read the pages of a record and of everything below it; pages with a text are left alone."

    def add_arguments(self, parser) -> None:
        parser.add_argument("record", help="the key of the record")

    def handle(self, *, record, **options) -> None:
        found = Record.objects.filter(key=record).first()
        if found is None:
            raise CommandError(f"There is no record {record}.")
        run = TextRun.objects.create(record=found)
        try:
            read_all(run, by=None, clock=timezone.now, report=self._progress)
        except KeyboardInterrupt:
            TextRun.objects.filter(pk=run.pk).update(ended_at=timezone.now())
            raise CommandError("Interrupted. What was read is kept: run it again and it goes on.") from None
        for problem in run.problems:
            self.stdout.write(f"  {problem['page']}: {problem['reason'].format(**problem['values'])}")
        read = run.done - run.known
        self.stdout.write(f"{read} pages read, {run.known} had a text already, {len(run.problems)} remarks.")
        if not run.total and run.problems:
            raise CommandError("Nothing was read.")

    def _progress(self, run) -> None:
        if run.done % 25 == 0 or run.done == run.total:
            self.stderr.write(f"{run.done}/{run.total}")
