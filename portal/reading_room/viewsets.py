"""The officers' desk: the queue of requests, the page on which one is worked on, the terms of services."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.actions.access import NotAllowedHere
from catalog.viewsets.desk import DeskViewSet
from portal.reading_room import actions, permissions
from portal.reading_room.forms import AssignForm, DecisionForm, WordForm
from portal.reading_room.models import AccessRequest, NotAllowedNow, ServiceTerm
from portal.reading_room.vocabulary import WAITING, State

ROWS = 25


class TermViewSet(SnippetViewSet):
    model = ServiceTerm
    icon = "time"
    menu_label = gettext_lazy("Terms of services")
    menu_order = 910
    add_to_settings_menu = True
    list_display = ["service", "working_days", "valid_from", "basis"]
    search_backend_name = None
    inspect_view_enabled = False
    copy_view_enabled = False


class RequestViewSet(DeskViewSet):
    permission = permissions.DECIDE
    name = "requests"
    url_prefix = "requests"
    icon = "mail"
    menu_label = gettext_lazy("Access requests")
    menu_order = 120

    def get_urlpatterns(self):
        return [
            path("", self.queue, name="index"),
            path("<int:pk>/", self.decide, name="decide"),
            path("<int:pk>/ask/", require_POST(self.ask_back), name="ask_back"),
            path("<int:pk>/note/", require_POST(self.note), name="note"),
            path("<int:pk>/assign/", require_POST(self.assign), name="assign"),
        ]

    def queue(self, request):
        self.check(request)
        state = request.GET.get("state", State.SUBMITTED)
        is_mine = request.GET.get("mine") == "1"
        rows = AccessRequest.objects.select_related("record", "researcher", "assigned_to")
        if state in State.values:
            # what is due first stands first; what is done, last first
            order = F("due_on").asc(nulls_first=True) if state in WAITING else "-decided_at"
            rows = rows.filter(state=state).order_by(order, "submitted_at")
        if is_mine:
            rows = rows.filter(assigned_to=request.user)
        context = {
            "page": Paginator(rows, ROWS).get_page(request.GET.get("p")),
            "states": State.choices,
            "state": state,
            "is_mine": is_mine,
            "is_waiting": state in WAITING,
            "today": timezone.localdate(),
            "viewset": self,
        }
        return render(request, "reading_room/desk/queue.html", context)

    def decide(self, request, pk):
        self.check(request)
        access_request = self._find(pk)
        form = DecisionForm(request.POST if request.method == "POST" else None)
        if (
            request.method == "POST"
            and form.is_valid()
            and self._carry_out(request, access_request, form)
        ):
            return redirect(reverse("requests:index"))
        context = {
            "access_request": access_request,
            "form": form,
            "word_form": WordForm(auto_id="word_%s"),
            "note_form": WordForm(auto_id="note_%s"),
            "assign_form": AssignForm(
                initial={"to": access_request.assigned_to_id}, officers=permissions.officers()
            ),
            "words": access_request.words.select_related("by"),
            "today": timezone.localdate(),
            "may_decide": permissions.can_decide(request.user, access_request),
            "may_ask_back": access_request.state == State.SUBMITTED,
            "earlier": AccessRequest.objects.filter(researcher=access_request.researcher)
            .exclude(pk=pk)
            .select_related("record")[:10],
        }
        return render(request, "reading_room/desk/decide.html", context)

    def ask_back(self, request, pk):
        self.check(request)
        access_request, form = self._find(pk), WordForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Write what the reader is asked for."))
            return redirect(reverse("requests:decide", args=[pk]))
        try:
            actions.ask_back(
                access_request, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]
            )
            messages.success(request, _("The reader is asked by mail; the clock stands still."))
        except NotAllowedNow:
            messages.error(request, _("This request cannot be asked about any more."))
        return redirect(reverse("requests:decide", args=[pk]))

    def note(self, request, pk):
        self.check(request)
        access_request, form = self._find(pk), WordForm(request.POST)
        if form.is_valid():
            actions.note(
                access_request, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]
            )
            messages.success(request, _("Noted. The reader does not see it."))
        else:
            messages.error(request, _("A note needs some words."))
        return redirect(reverse("requests:decide", args=[pk]))

    def assign(self, request, pk):
        self.check(request)
        access_request = self._find(pk)
        form = AssignForm(request.POST, officers=permissions.officers())
        if not form.is_valid():
            return HttpResponseBadRequest(_("There is no such officer."))
        actions.assign(access_request, to=form.cleaned_data["to"], by=request.user)
        messages.success(request, _("Assigned."))
        return redirect(reverse("requests:decide", args=[pk]))

    @staticmethod
    def _find(pk) -> AccessRequest:
        found = AccessRequest.objects.select_related("record", "researcher", "decided_by", "grant")
        return get_object_or_404(found, pk=pk)

    @staticmethod
    def _carry_out(request, access_request, form) -> bool:
        deed = {"by": request.user, "at": timezone.now(), "reply": form.cleaned_data["reply"]}
        try:
            if form.cleaned_data["decision"] == "approve":
                actions.approve(access_request, until=form.ends_at, **deed)
                messages.success(
                    request, _("The request was approved; the reader is told by mail.")
                )
            else:
                actions.refuse(access_request, reason=form.cleaned_data["reason"], **deed)
                messages.success(request, _("The request was refused; the reader is told by mail."))
        except (NotAllowedNow, NotAllowedHere):
            messages.error(
                request, _("This step is not possible now: somebody else may have decided already.")
            )
            return False
        return True
