"""Writes a certificate that proves nothing, so that signing can be tried out."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.reading_room.typesetting import signing


class Command(BaseCommand):
    help = "Make a test key and certificate where the settings name them; refuses where real ones are configured."

    def handle(self, *args, **options) -> None:
        if not settings.SIGNING_IS_TEST:
            raise CommandError("A test certificate is made where SIGNING_IS_TEST is set, nowhere else.")
        key, certificate = Path(settings.SIGNING_KEY), Path(settings.SIGNING_CERTIFICATE)
        if key.exists() and certificate.exists():
            return
        signing.make_test_certificate(key, certificate)
        self.stdout.write(f"{certificate} says of itself that it is a test.")
