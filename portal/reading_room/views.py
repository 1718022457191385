"""The reader's pages: ask, follow, take back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import access
from catalog.models import Record
from portal.reading_room import actions, permissions
from portal.reading_room.forms import AskForm, WordForm
from portal.reading_room.models import AccessRequest, NotAllowedNow
from portal.reading_room.vocabulary import State, WordKind


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request, key: str) -> HttpResponse:
    record = Record.objects.filter(key=key).first()
    if record is None or not access.may_see_description(request.user, record):
        raise Http404("No such record.")
    if waiting := permissions.pending(request.user, record):
        return redirect("my_request", pk=waiting.pk)
    if not permissions.can_ask(request.user, record):
        messages.info(request, _("This record needs no request, or cannot be asked for."))
        return redirect("record", key=key)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            access_request = actions.submit(
                record, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except permissions.CannotAsk:
            # the second of two clicks: the first has sent it
            return redirect("ask", key=key)
        messages.success(request, _("Your request was sent."))
        return redirect("my_request", pk=access_request.pk)
    return render(request, "reading_room/ask.html", {"record": record, "form": form})


@login_required
@never_cache
@require_safe
def my_requests(request) -> HttpResponse:
    requests = AccessRequest.objects.filter(researcher=request.user).select_related(
        "record", "grant"
    )
    return render(
        request, "reading_room/my_requests.html", {"requests": _shown(request.user, requests[:100])}
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_request(request, pk: int) -> HttpResponse:
    """Follow a request, and answer what the reading room asks."""
    access_request = _own(request, pk)
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                access_request, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]
            )
            messages.success(request, _("Your answer was sent."))
        except NotAllowedNow:
            messages.info(request, _("Nothing is asked of you any more."))
        return redirect("my_request", pk=pk)
    context = {
        "row": _shown(request.user, [access_request])[0],
        "words": access_request.words.exclude(kind=WordKind.NOTE),
        "form": form if access_request.state == State.NEEDS_INFO else None,
    }
    return render(request, "reading_room/my_request.html", context)


@login_required
@require_POST
def cancel(request, pk: int) -> HttpResponse:
    try:
        actions.cancel(_own(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Your request was taken back."))
    except NotAllowedNow:
        messages.error(request, _("The request has been decided already."))
    return redirect("my_request", pk=pk)


def _own(request, pk: int) -> AccessRequest:
    """A request of somebody else answers as one that never was."""
    return get_object_or_404(
        AccessRequest.objects.select_related("record", "grant"), pk=pk, researcher=request.user
    )


def _shown(reader, requests) -> list[dict]:
    """Requests with the record's title only while the reader may know of it."""
    return [
        {
            "request": access_request,
            "title": access_request.record.listed_title
            if access.may_see_description(reader, access_request.record)
            else "",
            "is_open": access.may_see_content(reader, access_request.record),
        }
        for access_request in requests
    ]
