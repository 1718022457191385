"""Open and close exhibitions as the calendar says, publish what is scheduled; once, or for ever."""

from django.core.management import call_command
from django.utils import timezone

from catalog.management.periodic import PeriodicCommand
from exhibitions.actions import calendar


class Command(PeriodicCommand):
    help = "Open and close exhibitions by the calendar and publish scheduled pages; --every keeps doing it."

    def look(self) -> None:
        call_command("publish_scheduled", verbosity=0)
        self.say_counts(calendar.follow_calendar(timezone.now()))
