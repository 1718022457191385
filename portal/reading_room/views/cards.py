"""The reader's card, and what is kept of the reader."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.adapter import home_in
from portal.reading_room.actions import cards, privacy
from portal.reading_room.forms.asking import CardForm, EraseForm
from portal.reading_room.models import KeepingTerm, NotAllowedNow, ReaderCard
from portal.reading_room.offers import card_of
from portal.reading_room.vocabulary import Actor, Kept


@login_required
@never_cache
@sensitive_post_parameters("number", "phone")
@require_http_methods(["GET", "POST"])
def card(request) -> HttpResponse:
    """Apply for a card, or see it."""
    found = card_of(request.user)
    form = CardForm(request.POST or None, request.FILES or None, initial={"institution": request.user.institution})
    if request.method == "POST" and found is None and form.is_valid():
        wanted = {**form.cleaned_data}
        wanted.pop("consent")
        try:
            cards.apply(reader=request.user, at=timezone.now(), **wanted)
            messages.success(request, _("Your application was sent; the desk checks it."))
        except NotAllowedNow:
            messages.info(request, _("Your application was sent already."))
        return redirect("reader_card")
    earlier = None if found else ReaderCard.objects.filter(reader=request.user).first()
    context = {"card": found, "form": form, "earlier": earlier, "kept": _kept()}
    return render(request, "reading_room/card.html", context)


@login_required
@require_POST
def end(request) -> HttpResponse:
    """Give the card up, or take the application back."""
    found = card_of(request.user)
    if found:
        cards.end(found, by=request.user, at=timezone.now(), actor=Actor.READER)
        messages.success(request, _("The card has ended."))
    return redirect("reader_card")


@login_required
@never_cache
@require_safe
def data(request) -> HttpResponse:
    """What is kept of the reader, why and until when."""
    context = {
        "data": privacy.gather(request.user),
        "kept": _kept(),
        "form": EraseForm(),
        "cards": request.user.cards.all(),
        "obstacle": _obstacle(request.user),
    }
    return render(request, "reading_room/data.html", context)


@login_required
@never_cache
@require_POST
def export(request) -> HttpResponse:
    bundle = privacy.export(request.user, at=timezone.now())
    response = HttpResponse(bundle, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.zip"'
    return response


@login_required
@require_POST
def erase(request) -> HttpResponse:
    """Erase the account and what is kept with it."""
    if not EraseForm(request.POST).is_valid():
        messages.error(request, _("Tick the box to say that you are sure."))
        return redirect("my_data")
    reader = request.user
    try:
        privacy.erase(reader, at=timezone.now())
    except NotAllowedNow:
        messages.error(request, _obstacle(reader) or _("It is not possible now."))
        return redirect("my_data")
    logout(request)
    messages.success(request, _("Your account and what was kept of you are erased."))
    return redirect(home_in(get_language()))


def _kept() -> list[tuple[str, int]]:
    return [(str(kept.label), KeepingTerm.days_of(kept)) for kept in Kept]


def _obstacle(reader) -> str:
    """Why an account cannot be erased now, in words; empty where it can."""
    try:
        privacy.check_can_erase(reader)
    except NotAllowedNow:
        if reader.has_perm("wagtailadmin.access_admin"):
            return _("An account of the staff is ended by the administrator.")
        return _("A file is still in your hands, or a copy that you paid for is not handed over yet.")
    return ""
