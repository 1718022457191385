"""The reader asks: a record's page of uses, the basket, sending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog import access
from portal.reading_room.requests import permissions
from portal.reading_room.requests.forms.asking import WishForm
from portal.reading_room.requests.models import BasketItem, Dossier
from portal.reading_room.requests.offers import offers
from portal.reading_room.requests.page_lists import write_pages
from portal.reading_room.requests.views.shown import find_record

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
