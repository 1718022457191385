"""Pages on what is kept of a reader."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.adapter import home_in
from portal.reading_room.privacy import actions as privacy
from portal.reading_room.privacy.forms import EraseForm
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.models.terms import kept_terms


@login_required
@never_cache
@require_safe
def data(request) -> HttpResponse:
    """What is kept of the reader, why and until when."""
    context = {
        "data": privacy.gather(request.user),
        "kept": kept_terms(),
        "fields": privacy.kept_fields(),
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


def _obstacle(reader) -> str:
    """Why an account cannot be erased now, in words; empty where it can."""
    try:
        privacy.check_can_erase(reader)
    except NotAllowedNow:
        if reader.has_perm("wagtailadmin.access_admin"):
            return _("An account of the staff is ended by the administrator.")
        return _("A file is still in your hands, or a copy that you paid for is not handed over yet.")
    return ""
