"""A sample story that was just written or changed, shown in the demo that stands, without a reset."""

import io

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Show one sample story anew in the demo: make demo-story STORY=tet-xua. Other pages stay as they are."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", help="the slug of its Vietnamese page")

    def handle(self, *, slug: str, **options) -> None:
        if not hasattr(settings, "DEMO_PASSWORD"):
            raise CommandError("Sample stories are shown in the demo only, with portal.settings.demo.")
        from fixtures import site

        curator = get_user_model().objects.filter(username="curator").first()
        if curator is None:
            raise CommandError("There is no demo yet: make demo builds it.")
        try:
            page = site.tell_anew(slug, by=curator)
        except LookupError as known:
            raise CommandError(f"There is no such story. These are told: {known}") from None
        call_command("rebuild_references_index", verbosity=0, stdout=io.StringIO())
        self.stdout.write(f"{page.title}: {page.url}")
