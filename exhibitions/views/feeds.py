"""The calendar as feeds: openings as iCalendar and Atom."""

from datetime import datetime, timedelta

from django.contrib.syndication.views import Feed
from django.http import (
    HttpResponse,
)
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from catalog.languages import localized
from exhibitions.models import ExhibitionPage, Run
from exhibitions.querysets import ready_in
from iiif import uris


def _announced(language: str) -> list[tuple[Run, ExhibitionPage]]:
    """Runs of the next two years and of the last, of published exhibitions, soonest first."""
    today = timezone.localdate()
    pages = ready_in(language)
    runs = Run.objects.select_related("day").filter(
        opens_on__range=(today - timedelta(days=366), today + timedelta(days=731))
    )
    told = [
        run
        for run in runs
        # one that is held back is announced when it opens
        if run.opened_at or (run.closed_at is None and run.held_at is None and run.opens_on >= today)
    ]
    return [(run, pages[run.exhibition]) for run in told if run.exhibition in pages]


@require_safe
def openings_ics(request) -> HttpResponse:
    """Openings as iCalendar (RFC 5545): one entry for each time that an exhibition is on."""
    language, root = translation.get_language() or "vi", uris.base(request)
    calendar = Calendar()
    calendar.add("prodid", "-//Tang Thu//Exhibitions//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Openings of exhibitions"))
    for run, page in _announced(language):
        event = Event()
        event.add("uid", f"{run.exhibition}-{run.day_id}-{run.falls_on:%Y%m%d}@{request.get_host()}")
        event.add("dtstamp", run.opened_at or timezone.now())
        event.add("dtstart", run.opens_on)
        event.add("dtend", run.closes_on + timedelta(days=1))
        event.add("summary", page.title)
        meant = {"day": localized(run.day, "name", language), "on": run.falls_on.strftime("%d/%m/%Y")}
        event.add("description", _("For %(day)s, %(on)s") % meant)
        if run.opened_at:
            event.add("url", root + page.url)
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


class OpeningsFeed(Feed):
    """Exhibitions that have opened, the newest first, as Atom."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Openings of exhibitions")

    def link(self) -> str:
        return reverse("openings_atom")

    def items(self) -> list[tuple[Run, ExhibitionPage]]:
        opened = [
            (run.opened_at, run, page) for run, page in _announced(translation.get_language() or "vi") if run.opened_at
        ]
        opened.sort(key=lambda each: (each[0], each[1].pk), reverse=True)
        return [(run, page) for _at, run, page in opened[:30]]

    def item_title(self, item) -> str:
        return item[1].title

    def item_description(self, item) -> str:
        return item[1].subtitle

    def item_link(self, item) -> str:
        return item[1].url

    def item_guid(self, item) -> str:
        run, page = item
        return f"urn:uuid:{page.translation_key}#{run.day_id}-{run.falls_on.isoformat()}"

    def item_pubdate(self, item) -> datetime:
        return item[0].opened_at

    item_updateddate = item_pubdate
