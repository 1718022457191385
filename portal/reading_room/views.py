"""Pages that show several subjects at once: the basket with its seat, and the reader's own list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog import access
from portal.reading_room.cards.permissions import card_of
from portal.reading_room.requests.actions import asking
from portal.reading_room.requests.forms.asking import PurposeForm
from portal.reading_room.requests.models import AccessRequest, BasketItem
from portal.reading_room.requests.offers import offers
from portal.reading_room.requests.views.shown import row
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.visits import actions as visits
from portal.reading_room.visits.models import Visit
from portal.reading_room.visits.vocabulary import TAKEN, VisitState


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def basket(request) -> HttpResponse:
    """What the reader means to ask for, why, and the seat that is held for it."""
    rows = _rows(request.user)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _send(request, form, rows)
    at = timezone.now()
    held = Visit.objects.filter(reader=request.user, state=VisitState.HELD, held_until__gt=at)
    context = {
        "rows": rows,
        "form": form,
        "held": held.select_related("seat").first(),
        "needs_seat": any(row["item"].use_rules.is_lent for row in rows),
        "needing_card": _uses_that_need_a_card(rows) if not card_of(request.user) else [],
        "can_send": any(row["can_ask"] for row in rows),
    }
    return render(request, "reading_room/basket.html", context)


def _rows(reader) -> list[dict]:
    """Things in the basket; what has closed meanwhile is named no more."""
    rows, card = [], card_of(reader)
    for item in BasketItem.objects.filter(reader=reader).select_related("record"):
        found = next((each for each in offers(reader, item.record) if each.use == item.use), None)
        if not access.may_see_description(reader, item.record):
            found = None
        has_card = found is not None and (not found.needs_card or card is not None)
        rows.append(
            {
                "item": item,
                "offer": found,
                "title": item.record.listed_title if found else "",
                "can_ask": found is not None and found.is_possible and has_card,
            }
        )
    return rows


def _uses_that_need_a_card(rows: list[dict]) -> list[str]:
    items = [row["item"] for row in rows]
    return list(dict.fromkeys(item.get_use_display() for item in items if item.use_rules.needs_card))


def _send(request, form, rows) -> HttpResponse:
    most = RoomRules.load().files_a_visit
    if sum(row["item"].use_rules.is_lent for row in rows) > most:
        messages.error(request, _("At most %(n)s files can be ordered for one visit.") % {"n": most})
        return redirect("basket")
    at = timezone.now()
    dossier = asking.send_basket(by=request.user, at=at, **form.cleaned_data)
    if dossier is None:
        # the second of two clicks, or nothing in it can be asked for: what was sent stands in the list
        messages.info(request, _("There is nothing in the basket that can be sent."))
        return redirect("my_requests")
    messages.success(request, _("Your request was sent."))
    held = Visit.objects.filter(reader=request.user, state=VisitState.HELD).first()
    if held:
        try:
            visits.book(held, by=request.user, at=at, dossier=dossier)
        except visits.NoSeat as wrong:
            messages.error(request, str(wrong))
    only = list(dossier.requests.all()[:2])
    return redirect("my_request", pk=only[0].pk) if len(only) == 1 else redirect("my_requests")


ROWS = 25


@login_required
@never_cache
@require_safe
def my_requests(request) -> HttpResponse:
    """The reader's page: card, visits ahead, and every request, the newest first."""
    found = AccessRequest.objects.filter(researcher=request.user).select_related(
        "record", "grant", "dossier", "finished_copy", "bill"
    )
    page = Paginator(found.order_by("-submitted_at", "-pk"), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [row(request.user, each) for each in page],
        "visits": Visit.objects.filter(
            reader=request.user, state__in=TAKEN, day__gte=timezone.localdate()
        ).select_related("seat"),
        "card": card_of(request.user),
        "in_basket": BasketItem.objects.filter(reader=request.user).count(),
    }
    return render(request, "reading_room/my_requests.html", context)
