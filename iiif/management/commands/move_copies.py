"""Move the access copies that lie in the folder into the bucket that the settings name."""

import zipfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from iiif.image import buckets
from iiif.image.packs import Pack, put_away


class Command(BaseCommand):
    help = "Move access copies from the folder into the configured bucket; run it again where it was interrupted."

    def handle(self, **options) -> None:
        if not buckets.is_used():
            raise CommandError("TANGTHU_COPIES_BUCKET names no bucket; nothing was moved.")
        moved = known = 0
        # read before anything moves: a card takes the place of its pack
        paths = sorted(Path(settings.IIIF_COPIES).glob("??/*.zip"))
        for number, path in enumerate(paths, start=1):
            try:
                if Pack(path).object:
                    known += 1
                else:
                    put_away(path, path)
                    moved += 1
            except buckets.Unreachable as wrong:
                raise CommandError(f"The object store does not answer: {wrong}") from wrong
            except (OSError, zipfile.BadZipFile) as wrong:
                self.stderr.write(f"{path}: {wrong}; left where it is.")
            if number % 1000 == 0:
                self.stdout.write(f"{number} of {len(paths)}")
        self.stdout.write(f"{moved} moved, {known} were there already.")
