"""The reader asks: a record's page of uses, the basket, sending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog import access
from portal.reading_room import permissions
from portal.reading_room.actions import requests, visits
from portal.reading_room.forms.asking import PurposeForm, WishForm
from portal.reading_room.models import BasketItem, Dossier, RoomRules, Visit
from portal.reading_room.offers import card_of, offers
from portal.reading_room.page_lists import write_pages
from portal.reading_room.views.shown import find_record
from portal.reading_room.vocabulary import NEEDS_CARD, Use, VisitState

MOST = 30  # things in a basket


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request, key: str) -> HttpResponse:
    """What can be done with a record, and into the basket with it."""
    record = find_record(request, key)
    found = offers(request.user, record)
    scans = access.scans_handed_out(record).count()
    form = WishForm(
        request.POST if request.method == "POST" else None,
        offers=found,
        scan_count=scans,
        sheets=record.sheet_count or 0,
        initial=_asked_for(request, found),
    )
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        if BasketItem.objects.filter(reader=request.user).count() >= MOST:
            messages.error(request, _("The basket is full; send it first."))
            return redirect("basket")
        BasketItem.objects.update_or_create(
            reader=request.user,
            record=record,
            use=wish["use"],
            defaults={name: wish.get(name, "") for name in ("pages", "copy_format", "wish") if name in wish},
        )
        messages.success(request, _("It is in your basket; nothing is sent yet."))
        return redirect("basket")
    context = {"record": record, "offers": found, "form": form, "scans": scans}
    return render(request, "reading_room/ask.html", context)


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
        "needs_seat": any(row["item"].use == Use.ROOM for row in rows),
        "needs_card": any(row["item"].use in NEEDS_CARD for row in rows) and not card_of(request.user),
        "can_send": any(row["can_ask"] for row in rows),
    }
    return render(request, "reading_room/basket.html", context)


@login_required
@require_POST
def remove(request, pk: int) -> HttpResponse:
    get_object_or_404(BasketItem, pk=pk, reader=request.user).delete()
    messages.success(request, _("It is taken out of the basket."))
    return redirect("basket")


@login_required
@require_POST
def repeat(request, pk: int) -> HttpResponse:
    """Put what an old dossier asked for into the basket again, as far as it can be asked for now."""
    dossier = get_object_or_404(Dossier, pk=pk, researcher=request.user)
    put = 0
    for each in dossier.requests.select_related("record"):
        if permissions.can_ask(request.user, each.record, each.use):
            BasketItem.objects.get_or_create(
                reader=request.user,
                record=each.record,
                use=each.use,
                defaults={"pages": each.pages, "copy_format": each.copy_format, "wish": each.wish},
            )
            put += 1
    if put:
        messages.success(request, _("It is in your basket; nothing is sent yet."))
    else:
        messages.info(request, _("Nothing of it can be asked for now."))
    return redirect("basket")


def _asked_for(request, found) -> dict:
    """What a link to this page has chosen already: a use, pages ticked in the viewer."""
    typed = request.GET.getlist("pages")[:2000]
    pages = [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 6]
    able = [each.use for each in found if each.is_possible]
    use = request.GET.get("use", "")
    if use not in able:
        use = able[0] if able else ""
    return {"use": use, "pages": write_pages(pages)}


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


def _send(request, form, rows) -> HttpResponse:
    most = RoomRules.load().files_a_visit
    if sum(row["item"].use == Use.ROOM for row in rows) > most:
        messages.error(request, _("At most %(n)s files can be ordered for one visit.") % {"n": most})
        return redirect("basket")
    at = timezone.now()
    dossier = requests.send_basket(by=request.user, at=at, **form.cleaned_data)
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
