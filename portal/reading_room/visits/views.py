"""The reader visits: the calendar, a seat held, a visit cancelled, an entry for one's own calendar."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.reading_room.cards.permissions import card_of
from portal.reading_room.requests.models import BasketItem
from portal.reading_room.rules.uses import LENT
from portal.reading_room.visits import actions as visits
from portal.reading_room.visits import hours
from portal.reading_room.visits.models import Seat, Visit
from portal.reading_room.visits.notices import calendar_entry
from portal.reading_room.visits.vocabulary import TAKEN, SeatKind, VisitState


@never_cache
@require_safe
def calendar(request) -> HttpResponse:
    """When the room is open, and which seats are free; signed in, a seat can be held."""
    at, kind = timezone.now(), request.GET.get("kind", SeatKind.DESK)
    kinds = list(Seat.objects.filter(in_service=True).values_list("kind", flat=True).distinct())
    mine, card = Visit.objects.none(), None
    if request.user.is_authenticated:
        mine = Visit.objects.filter(
            reader=request.user, state__in=TAKEN, day__gte=timezone.localdate(at)
        ).select_related("seat")
        card = card_of(request.user)
    days = hours.days(at, translation.get_language() or "vi")
    context = {
        "weeks": _weeks(days),
        "has_hours": any(day.halves for day in days),
        "kind": kind if kind in SeatKind.values else SeatKind.DESK,
        "kinds": [(each, SeatKind(each).label) for each in SeatKind.values if each in kinds],
        "mine": mine,
        "card": card,
    }
    return render(request, "reading_room/calendar.html", context)


@login_required
@require_POST
def hold(request) -> HttpResponse:
    """Hold a seat; where nothing for the room waits in the basket, it is booked at once."""
    at = timezone.now()
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        visit = visits.hold(
            reader=request.user, day=day, part=request.POST.get("part", ""), kind=request.POST.get("kind", ""), at=at
        )
        if BasketItem.objects.filter(reader=request.user, use__in=LENT).exists():
            messages.success(
                request,
                _("The seat is held for you until %(until)s; send the basket by then.")
                % {"until": f"{timezone.localtime(visit.held_until):%H:%M}"},
            )
            return redirect("basket")
        visits.book(visit, by=request.user, at=at)
        messages.success(request, _("Your visit is booked; a message with it is on its way."))
        return redirect("my_requests")
    except ValueError:
        messages.error(request, _("Choose a day from the calendar."))
    except visits.NoSeat as wrong:
        messages.error(request, str(wrong))
    return redirect("visit_calendar")


@login_required
@require_POST
def cancel(request, pk: int) -> HttpResponse:
    visit = get_object_or_404(Visit, pk=pk, reader=request.user)
    try:
        visits.cancel(visit, by=request.user, at=timezone.now())
        messages.success(request, _("The visit is cancelled; the seat is free for others."))
    except visits.NoSeat as wrong:
        messages.error(request, str(wrong))
    return redirect("my_requests")


@login_required
@never_cache
@require_safe
def entry(request, pk: int) -> HttpResponse:
    """The visit as an entry for a calendar (RFC 5545)."""
    visit = get_object_or_404(
        Visit.objects.select_related("seat").exclude(state=VisitState.HELD), pk=pk, reader=request.user
    )
    response = HttpResponse(calendar_entry(visit), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="phong-doc.ics"'
    return response


def _weeks(days: list[hours.OpeningDay]) -> list[list[hours.OpeningDay | None]]:
    """Days by weeks from Monday to Sunday; empty places before the first."""
    weeks: list[list[hours.OpeningDay | None]] = [[None] * days[0].day.weekday()] if days else []
    for day in days:
        if len(weeks[-1]) == 7:
            weeks.append([])
        weeks[-1].append(day)
    return weeks
