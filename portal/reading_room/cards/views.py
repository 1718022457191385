"""The page of a reader's card."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from portal.reading_room.cards import actions as cards
from portal.reading_room.cards.forms import CardForm
from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.cards.permissions import card_of
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.models.terms import kept_terms
from portal.reading_room.rules.vocabulary import Actor


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
    context = {"card": found, "form": form, "earlier": earlier, "kept": kept_terms()}
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
