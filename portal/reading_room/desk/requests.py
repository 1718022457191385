"""Requests on the desk: the queue, the page on which one is decided, and the steps."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog import access
from catalog.viewsets.desk import DeskViewSet
from portal.reading_room.cards.permissions import card_of
from portal.reading_room.copies.forms import PaymentForm
from portal.reading_room.desk.queue import Queue
from portal.reading_room.desk.steps import Steps
from portal.reading_room.loans.availability import paper
from portal.reading_room.loans.forms import ReturnForm
from portal.reading_room.requests import permissions
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.forms.deciding import AssignForm, DecisionForm, ExtendForm, WordForm
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules import roles
from portal.reading_room.rules.desk import carry_out
from portal.reading_room.rules.vocabulary import CopyFormat


class RequestViewSet(Queue, Steps, DeskViewSet):
    permission = roles.DECIDE
    name = "requests"
    url_prefix = "requests"
    icon = "mail"
    menu_label = gettext_lazy("Access requests")
    menu_order = 120

    def get_urlpatterns(self):
        return [
            path("", self.queue, name="index"),
            path("bulk/", require_POST(self.bulk), name="bulk"),
            path("<int:pk>/", self.decide, name="decide"),
            path("<int:pk>/print.pdf", self.print_copy, name="print"),
            *(path(f"<int:pk>/{step}/", require_POST(getattr(self, step)), name=step) for step in self.STEPS),
        ]

    def decide(self, request, pk):
        self.check(request)
        access_request = self._find(pk)
        may_approve = permissions.may_approve(request.user, access_request)
        form = DecisionForm.for_request(
            access_request, request.POST if request.method == "POST" else None, may_approve=may_approve
        )
        if request.method == "POST" and form.is_valid():
            if self._carry_out(request, access_request, form):
                return redirect(reverse("requests:index"))
            access_request = self._find(pk)
        return render(request, "reading_room/desk/decide.html", self._page(request, access_request, form))

    def _page(self, request, access_request, form) -> dict:
        state, user = access_request.state, request.user
        may_decide = permissions.can_decide(user, access_request)
        is_conditional = access_request.is_conditional
        reader = access_request.researcher
        return {
            "access_request": access_request,
            "form": form if may_decide and self._is_decidable(user, access_request) else None,
            "may_decide": may_decide,
            "may_screen": may_decide and state == State.SUBMITTED and is_conditional,
            "holds_more": is_conditional and access.is_open_content(access_request.record),
            "may_ask_back": may_decide and state == State.SUBMITTED,
            "may_inform": may_decide and state == State.SUBMITTED and access_request.use_rules.is_answered,
            "screened_it": state == State.SCREENED and access_request.screened_by_id == user.pk,
            "is_by_file": access_request.copy_format == CopyFormat.PDF,
            "may_print": access_request.is_printed and hasattr(access_request, "delivery"),
            "card": card_of(reader) if reader else None,
            "paper": paper(access_request.record, on=timezone.localdate(), unit=access_request.unit)
            if access_request.use_rules.is_lent
            else None,
            "word_form": WordForm(auto_id="word_%s"),
            "note_form": WordForm(auto_id="note_%s"),
            "assign_form": AssignForm(initial={"to": access_request.assigned_to_id}, officers=roles.officers()),
            "extend_form": ExtendForm(auto_id="extend_%s"),
            "payment_form": PaymentForm(auto_id="pay_%s"),
            "return_form": ReturnForm(auto_id="return_%s"),
            "words": access_request.words.select_related("by"),
            "today": timezone.localdate(),
            **self._others(access_request),
        }

    @staticmethod
    def _others(access_request) -> dict:
        """What was sent together with it, and what the reader asked for before; one query for both."""
        mine = Q(dossier=access_request.dossier_id)
        if access_request.researcher_id:
            mine |= Q(researcher=access_request.researcher_id)
        found = AccessRequest.objects.filter(mine).exclude(pk=access_request.pk)
        rows = list(found.select_related("record").order_by("-submitted_at")[:60])
        dossier = access_request.dossier_id
        return {
            "siblings": [each for each in rows if each.dossier_id == dossier],
            "earlier": [each for each in rows if each.dossier_id != dossier][:10],
        }

    @staticmethod
    def _is_decidable(user, access_request) -> bool:
        """Whether there is a decision that this officer could take now."""
        if access_request.use_rules.is_answered:
            return access_request.state == State.SUBMITTED
        if access_request.state == State.SCREENED:
            return access_request.screened_by_id != user.pk
        refusable = access_request.state in (State.PREPARING, State.READY)
        return refusable or access_request.state in (State.SUBMITTED, State.NEEDS_INFO)

    @staticmethod
    def _carry_out(request, access_request, form) -> bool:
        wanted = form.cleaned_data
        deed = {"by": request.user, "at": timezone.now(), "reply": wanted["reply"]}
        if wanted["decision"] == "approve":
            return carry_out(
                request,
                lambda: decisions.approve(
                    access_request, until=form.ends_at, may_download=wanted.get("may_download", False), **deed
                ),
                _("The request was approved; the reader is told by mail."),
            )
        return carry_out(
            request,
            lambda: decisions.refuse(access_request, reason=wanted["reason"], **deed),
            _("The request was refused; the reader is told by mail."),
        )
