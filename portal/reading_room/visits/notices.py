"""Mail about visits, with an entry for a calendar."""

from django.utils import timezone, translation
from django_tasks import task
from icalendar import Calendar, Event

from portal.reading_room.rules.mail import base_address, tell
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.visits.models import Visit
from portal.reading_room.visits.vocabulary import VisitState


def tell_of_visit(visit: Visit) -> None:
    mail_visitor.enqueue(visit.pk, str(visit.state))


@task()
def mail_visitor(pk: int, state: str) -> None:
    """Tell the reader of a visit, with an entry for a calendar (RFC 5545) that a cancellation takes out again."""
    visit = Visit.objects.select_related("reader", "seat").filter(pk=pk).first()
    if visit is None or visit.reader is None or visit.state != state:
        return
    with translation.override(visit.reader.language):
        invitation = ("phong-doc.ics", calendar_entry(visit), "text/calendar")
        tell("visit", visit.reader, {"visit": visit}, attached=invitation)


def calendar_entry(visit: Visit) -> bytes:
    """The visit as an iCalendar object (RFC 5545), or its cancellation; nothing in it says what is read."""
    rules, cancelled = RoomRules.load(), visit.state in (VisitState.CANCELLED, VisitState.MOVED_OUT)
    language = translation.get_language() or "vi"
    agency = rules.agency_en if language == "en" and rules.agency_en else rules.agency
    calendar = Calendar()
    calendar.add("prodid", "-//Tang Thu//reading room//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"visit-{visit.pk}@{_host()}")
    event.add("sequence", 1 if cancelled else 0)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", visit.starts_at)
    event.add("dtend", visit.ends_at)
    event.add("summary", translation.gettext("Reading room") + (f", {agency}" if agency else ""))
    event.add("location", str(visit.seat))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(event)
    return calendar.to_ical()


def _host() -> str:
    return base_address().partition("//")[2].partition(":")[0]
