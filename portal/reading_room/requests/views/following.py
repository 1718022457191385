"""The reader follows: all requests, one request, more time, taking it back, the survey."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.reading_room.cards.permissions import card_of
from portal.reading_room.requests import permissions
from portal.reading_room.requests.actions import asking
from portal.reading_room.requests.forms.asking import ReasonForm, SurveyForm
from portal.reading_room.requests.forms.deciding import WordForm
from portal.reading_room.requests.models import AccessRequest, Survey
from portal.reading_room.requests.sentences import told_on_page
from portal.reading_room.requests.states import ALIVE
from portal.reading_room.requests.views.shown import ended_at, own_request, row
from portal.reading_room.requests.vocabulary import SHOWN_WORDS, State
from portal.reading_room.rules.errors import NotAllowedNow, in_words
from portal.reading_room.rules.models import RefusalGround, RoomRules


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_request(request, pk: int) -> HttpResponse:
    """Follow a request, and answer what the reading room asks."""
    access_request = own_request(request, pk)
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(access_request, by=request.user, at=timezone.now(), text=form.cleaned_data["text"])
            messages.success(request, _("Your answer was sent."))
        except NotAllowedNow:
            messages.info(request, _("Nothing is asked of you any more."))
        return redirect("my_request", pk=pk)
    return render(request, "reading_room/my_request.html", _page(request, access_request, form))


def _page(request, access_request: AccessRequest, form) -> dict:
    language = translation.get_language() or "vi"
    refused = access_request.state == State.REFUSED
    day = timezone.localdate(access_request.decided_at) if access_request.decided_at else None
    is_over = access_request.state in (State.CLOSED, State.REFUSED)
    answered = Survey.objects.filter(access_request=access_request).exists()
    siblings = access_request.dossier.requests.exclude(pk=access_request.pk).select_related("record")
    return {
        "row": row(request.user, access_request),
        "now": told_on_page(access_request),
        "ended_at": ended_at(access_request),
        "history": _history(access_request),
        "form": form if access_request.state == State.NEEDS_INFO else None,
        "basis": RefusalGround.of(access_request.reason, day, language) if refused and day else "",
        "appeal": RoomRules.load().appeal_in(language) if refused else "",
        "may_extend": _may_extend(access_request),
        "extend_form": ReasonForm(auto_id="more_%s"),
        "survey": SurveyForm(auto_id="survey_%s") if is_over and not answered else None,
        "why_no_cancelling": _why_no_cancelling(access_request),
        "has_visit": access_request.use_rules.is_lent,
        "card": card_of(request.user),
        "siblings": [row(request.user, each) for each in siblings],
    }


def _why_no_cancelling(access_request: AccessRequest) -> str:
    """Why a request that is not over cannot be taken back; empty where it can."""
    if access_request.state not in ALIVE:
        return ""
    try:
        permissions.check_can_cancel(access_request)
    except NotAllowedNow as wrong:
        return in_words(wrong)
    return ""


def _history(access_request: AccessRequest) -> list[dict]:
    """What was said and decided, in the order in which it happened."""
    said = [
        {"at": word.at, "kind": word.kind, "text": word.text}
        for word in access_request.words.filter(kind__in=SHOWN_WORDS)
    ]
    if access_request.decided_at and access_request.state not in (State.REFUSED, State.REVOKED):
        said.append({"at": access_request.decided_at, "kind": "decided", "text": ""})
    return sorted(said, key=lambda each: each["at"])


@login_required
@require_POST
def cancel(request, pk: int) -> HttpResponse:
    try:
        asking.cancel(own_request(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Your request was taken back."))
    except NotAllowedNow as wrong:
        messages.error(request, in_words(wrong))
    return redirect("my_request", pk=pk)


@login_required
@require_POST
def give_up(request, pk: int) -> HttpResponse:
    """The reader is done with what was open to them."""
    try:
        asking.give_up(own_request(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Thank you. The document is closed to you again."))
    except NotAllowedNow as wrong:
        messages.info(request, in_words(wrong))
    return redirect("my_request", pk=pk)


@login_required
@require_POST
def extend(request, pk: int) -> HttpResponse:
    """Ask for more time."""
    access_request, form = own_request(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please write why you need more time."))
        return redirect("my_request", pk=pk)
    try:
        asking.ask_extension(access_request, by=request.user, at=timezone.now(), text=form.cleaned_data["text"])
        messages.success(request, _("Your wish for more time was sent."))
    except NotAllowedNow:
        messages.info(request, _("More time cannot be asked for now."))
    return redirect("my_request", pk=pk)


@login_required
@require_POST
def answer_survey(request, pk: int) -> HttpResponse:
    access_request, form = own_request(request, pk), SurveyForm(request.POST)
    is_over = access_request.state in (State.CLOSED, State.REFUSED)
    if is_over and form.is_valid():
        Survey.objects.get_or_create(
            access_request=access_request,
            defaults={**form.cleaned_data, "answered_at": timezone.now()},
        )
        messages.success(request, _("Thank you."))
    else:
        messages.error(request, _("Please answer the three questions."))
    return redirect("my_request", pk=pk)


def _may_extend(access_request: AccessRequest) -> bool:
    try:
        permissions.check_can_extend(access_request, at=timezone.now())
    except NotAllowedNow:
        return False
    return True
