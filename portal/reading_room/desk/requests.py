"""Requests on the desk: the page on which one is decided, and the steps that it offers."""

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog import access
from catalog.desk.viewset import DeskViewSet
from portal.reading_room.cards.permissions import card_of
from portal.reading_room.copies.files import open_file
from portal.reading_room.copies.models import FinishedCopy
from portal.reading_room.desk.queue import Queue
from portal.reading_room.desk.steps.desk_steps import DECISIONS, DESK_STEPS
from portal.reading_room.desk.steps.offering import offered_steps
from portal.reading_room.loans.availability import paper
from portal.reading_room.requests.forms.deciding import DecisionForm
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules import roles
from portal.reading_room.rules.desk import carry_out
from portal.reading_room.rules.errors import NOT_THIS_STEP, NotAllowedNow

SHOWN = (
    "record",
    "researcher",
    "decided_by",
    "screened_by",
    "grant",
    "dossier",
    "bill",
    "retrieval",
    "loan",
    "authenticated_copy",
    "finished_copy",
)


class RequestViewSet(Queue, DeskViewSet):
    permission = roles.DECIDE
    name = "requests"
    url_prefix = "requests"
    icon = "mail"
    menu_label = gettext_lazy("Access requests")
    menu_order = 120

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.queue, name="index"),
            path("bulk/", require_POST(self.bulk), name="bulk"),
            path("<int:pk>/", self.decide, name="decide"),
            path("<int:pk>/print.pdf", self.print_copy, name="print"),
            path("<int:pk>/<slug:name>/", require_POST(self.take_step), name="step"),
        ]

    def decide(self, request, pk) -> HttpResponse:
        """The page of a request; posted to, it takes the decision."""
        self.check(request)
        access_request = self._find(pk)
        if request.method != "POST":
            return self._show(request, access_request)
        decisions = self._decisions(request.user, access_request)
        possible = [name for name, why_not in decisions.items() if not why_not]
        if not possible:
            messages.error(request, next(iter(decisions.values()), _(NOT_THIS_STEP)))
            return redirect(reverse("requests:decide", args=[pk]))
        form = DecisionForm.for_request(access_request, request.POST, possible=possible)
        if form.is_valid() and self._decide(request, access_request, form):
            return redirect(reverse("requests:index"))
        return self._show(request, self._find(pk), decision=form)

    def take_step(self, request, pk, name) -> HttpResponse:
        """Take a step that the page offers, and back to the page; what was typed stays there where it was refused."""
        self.check(request)
        step = DESK_STEPS.get(name)
        if step is None:
            raise Http404("No such step.")
        access_request = self._find(pk)
        form = step.form_of(access_request, request.POST)
        if not step.is_about(access_request):
            messages.error(request, _(NOT_THIS_STEP))
        elif form is not None and not form.is_valid():
            for field, errors in form.errors.items():
                label = form.fields[field].label if field in form.fields else ""
                messages.error(request, f"{step.button}: {label}. {' '.join(errors)}")
        else:
            words = form.cleaned_data if form else {}
            verb = partial(step.take, access_request, by=request.user, at=timezone.now(), **words)
            if carry_out(request, verb, step.done):
                return redirect(reverse("requests:decide", args=[pk]))
        if form is None:
            return redirect(reverse("requests:decide", args=[pk]))
        return self._show(request, self._find(pk), written={name: form})

    def _show(self, request, access_request, *, decision=None, written=None) -> HttpResponse:
        decisions = self._decisions(request.user, access_request)
        possible = [name for name, why_not in decisions.items() if not why_not]
        form = decision or DecisionForm.for_request(access_request, possible=possible)
        context = {
            **self._page(request, access_request, written or {}),
            "form": form if possible else None,
            "undecidable": [(DECISIONS[name].button, why_not) for name, why_not in decisions.items() if why_not],
        }
        return render(request, "reading_room/desk/decide.html", context)

    @staticmethod
    def _decisions(officer, access_request) -> dict[str, str]:
        """Yes and no, as far as they belong to where a request stands, with the reason where one cannot be said."""
        at = timezone.now()
        about = {name: step for name, step in DECISIONS.items() if step.is_about(access_request)}
        return {name: step.why_not(officer, access_request, at=at) for name, step in about.items()}

    def print_copy(self, request, pk) -> HttpResponse:
        """The copy that is handed over at the counter, to be printed."""
        self.check(request)
        finished = self._to_print(self._find(pk))
        try:
            if finished:
                return FileResponse(open_file(finished), content_type="application/pdf")
        except NotAllowedNow:
            pass  # erased a moment ago, or its folder is not there
        messages.error(request, _("There is nothing to print."))
        return redirect(reverse("requests:decide", args=[pk]))

    @staticmethod
    def _to_print(access_request) -> FinishedCopy | None:
        finished = getattr(access_request, "finished_copy", None)
        return finished if access_request.waits_at_counter and finished and finished.purged_at is None else None

    def _page(self, request, access_request, written) -> dict:
        is_conditional, reader = access_request.is_conditional, access_request.researcher
        steps = offered_steps(request.user, access_request, at=timezone.now(), written=written)
        return {
            "access_request": access_request,
            "steps": [each for each in steps if not each.why_not],
            "impossible": [(each.step.button, each.why_not) for each in steps if each.why_not],
            "holds_more": is_conditional and access.is_open_content(access_request.record),
            "may_print": self._to_print(access_request) is not None,
            "is_fetched_by_the_box": access_request.state == State.PREPARING and access_request.use_rules.is_lent,
            "card": card_of(reader) if reader else None,
            "paper": paper(access_request.record, on=timezone.localdate(), unit=access_request.unit)
            if access_request.use_rules.is_lent
            else None,
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
    def _decide(request, access_request, form) -> bool:
        step = DECISIONS[form.cleaned_data["decision"]]
        return carry_out(
            request,
            lambda: step.take(access_request, by=request.user, at=timezone.now(), **form.words()),
            step.done,
        )

    @staticmethod
    def _find(pk) -> AccessRequest:
        return get_object_or_404(AccessRequest.objects.select_related(*SHOWN), pk=pk)
