"""Visits: hold a seat while ordering, book it, give it back; the archive closes a day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.reading_room.requests.models import Dossier
from portal.reading_room.rules import roles
from portal.reading_room.rules.errors import Unavailable
from portal.reading_room.rules.locking import lock_reader
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.visits import notices
from portal.reading_room.visits.hours import Timetable
from portal.reading_room.visits.models import Seat, Visit
from portal.reading_room.visits.vocabulary import TAKEN, Part, SeatKind, VisitState


class NoSeat(Unavailable):
    """There is no such seat to be had; the message says why, for the reader."""


@transaction.atomic
def hold(*, reader: User, day: date, part: str, kind: str, at: datetime) -> Visit:
    """Hold a free seat of a kind for some minutes. Raises ``NoSeat``.

    The seats of the kind are locked while one is chosen, and the database refuses a second visit on the same seat:
    of many readers who want the last one, exactly one gets it. A reader holds one seat at a time; two windows of the
    same reader wait for each other.
    """
    lock_reader(reader)
    rules, today = RoomRules.load(), timezone.localdate(at)
    hours = Timetable().on(day, part) if part in Part.values and kind in SeatKind.values else None
    if hours is None or at >= timezone.make_aware(datetime.combine(day, hours.closes)):
        raise NoSeat(_("The reading room is closed then."))
    if day > today + timedelta(days=rules.days_ahead):
        raise NoSeat(_("That day cannot be booked yet."))
    seats = list(Seat.objects.select_for_update().filter(kind=kind, in_service=True).order_by("pk"))
    Visit.objects.filter(state=VisitState.HELD, held_until__lte=at).delete()
    own = Visit.objects.filter(reader_id=reader.pk, state__in=TAKEN, day__gte=today)
    own.filter(state=VisitState.HELD).delete()
    if own.filter(day=day, part=part).exists():
        raise NoSeat(_("You have a seat for that time already."))
    if own.count() >= rules.visits_at_once:
        raise NoSeat(_("You have %(n)s visits booked, as many as one reader may.") % {"n": rules.visits_at_once})
    gone = set(Visit.objects.filter(day=day, part=part, state__in=TAKEN).values_list("seat_id", flat=True))
    seat = next((each for each in seats if each.pk not in gone), None)
    if seat is None:
        raise NoSeat(_("The last seat of this kind has just been taken."))
    return Visit.objects.create(
        reader=reader,
        seat=seat,
        day=day,
        part=part,
        opens=hours.opens,
        closes=hours.closes,
        held_until=at + timedelta(minutes=rules.hold_minutes),
    )


@transaction.atomic
def book(visit: Visit, *, by: User, at: datetime, dossier: Dossier | None = None) -> Visit:
    """Make a held seat the reader's. Raises ``NoSeat`` where it was held too long ago or the day closed meanwhile."""
    held = Visit.objects.select_for_update().filter(pk=visit.pk, reader_id=by.pk).first()
    if held is None or held.held_until is None or held.held_until <= at:
        raise NoSeat(_("The seat was held too long ago; please choose again."))
    if Timetable().on(held.day, held.part) is None:
        raise NoSeat(_("The reading room is closed then."))
    held.state, held.held_until, held.booked_at = VisitState.BOOKED, None, at
    held.dossier = dossier
    held.save()
    transaction.on_commit(lambda: notices.tell_of_visit(held))
    return held


@transaction.atomic
def cancel(visit: Visit, *, by: User, at: datetime) -> Visit:
    """The reader gives a seat back; somebody else may have it at once. Raises ``NoSeat``."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk, reader_id=by.pk)
    if visit.state == VisitState.HELD:
        visit.delete()
        return visit
    if visit.state != VisitState.BOOKED or visit.ends_at <= at:
        raise NoSeat(_("This visit is over or cancelled already."))
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state"])
    transaction.on_commit(lambda: notices.tell_of_visit(visit))
    return visit


@transaction.atomic
def welcome(visit: Visit, *, by: User, at: datetime) -> Visit:
    """Write down at the counter that the reader came."""
    roles.check_is_officer(by)
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.state != VisitState.BOOKED or visit.day != timezone.localdate(at):
        raise NoSeat(_("This visit is not today, or is over or cancelled already."))
    visit.state = VisitState.CAME
    visit.save(update_fields=["state"])
    return visit


def follow_days(*, at: datetime) -> int:
    """Cancel what is booked on days that have since been closed, and tell the readers; return how many."""
    timetable = Timetable()
    ahead = Visit.objects.filter(state__in=(VisitState.HELD, VisitState.BOOKED), day__gte=timezone.localdate(at))
    closed = [each.pk for each in ahead if timetable.on(each.day, each.part) is None]
    return sum(_close(pk, at) for pk in closed)


@transaction.atomic
def _close(pk: int, at: datetime) -> int:
    visit = Visit.objects.select_for_update().filter(pk=pk).first()
    if visit is None or visit.ends_at <= at:
        return 0
    if visit.state == VisitState.HELD:
        visit.delete()
        return 0
    if visit.state != VisitState.BOOKED:  # pragma: no cover  given back in this moment
        return 0
    visit.state = VisitState.MOVED_OUT
    visit.save(update_fields=["state"])
    transaction.on_commit(lambda: notices.tell_of_visit(visit))
    return 1
