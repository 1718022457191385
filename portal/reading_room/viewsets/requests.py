"""The queue of requests, and the page on which one is worked on."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import FileResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.viewsets.desk import DeskViewSet
from catalog.vocabulary import Access
from portal.reading_room import permissions
from portal.reading_room.actions import copies, decisions, loans
from portal.reading_room.deliveries import path_of
from portal.reading_room.forms.deciding import (
    AssignForm,
    DecisionForm,
    ExtendForm,
    PaymentForm,
    ReturnForm,
    WordForm,
    end_of,
)
from portal.reading_room.models import AccessRequest
from portal.reading_room.offers import card_of, paper
from portal.reading_room.viewsets.deeds import carry_out, problem_with
from portal.reading_room.vocabulary import ON_THE_CLOCK, WAITING, CopyFormat, Reason, State, Use

ROWS = 25
BULK = 100


class RequestViewSet(DeskViewSet):
    permission = permissions.DECIDE
    name = "requests"
    url_prefix = "requests"
    icon = "mail"
    menu_label = gettext_lazy("Access requests")
    menu_order = 120

    def get_urlpatterns(self):
        steps = (
            "screen", "send_back", "ask_back", "note", "assign", "consult", "opinion", "inform", "extend", "take_back",
            "pay", "make", "hand_over", "issue", "give_back",
        )  # fmt: skip
        return [
            path("", self.queue, name="index"),
            path("bulk/", require_POST(self.bulk), name="bulk"),
            path("<int:pk>/", self.decide, name="decide"),
            path("<int:pk>/print.pdf", self.print_copy, name="print"),
            *(path(f"<int:pk>/{step}/", require_POST(getattr(self, step)), name=step) for step in steps),
        ]  # fmt: skip

    # -- the queue ------------------------------------------------------------------------------

    def queue(self, request):
        self.check(request)
        state = request.GET.get("state", State.SUBMITTED)
        is_mine = request.GET.get("mine") == "1"
        rows = AccessRequest.objects.select_related(
            "record", "researcher", "assigned_to", "dossier"
        )
        if state in State.values:
            # what is due first stands first; what is done, last first
            order = (
                F("due_on").asc(nulls_first=True)
                if state in ON_THE_CLOCK
                else F("decided_at").desc()
            )
            wishes = F("extension_asked_at").asc(nulls_last=True)
            rows = rows.filter(state=state).order_by(wishes, order, "submitted_at")
        if is_mine:
            rows = rows.filter(assigned_to=request.user)
        if sought := request.GET.get("q", "").strip()[:80]:
            state, rows = (
                "",
                rows.model.objects.select_related("record", "researcher", "assigned_to", "dossier")
                .filter(_named(sought))
                .order_by("-submitted_at"),
            )
        counts = dict(AccessRequest.objects.order_by().values_list("state").annotate(n=Count("pk")))
        context = {
            "page": Paginator(rows, ROWS).get_page(request.GET.get("p")),
            "states": [(value, label, counts.get(value, 0)) for value, label in State.choices],
            "state": state,
            "is_mine": is_mine,
            "sought": sought,
            "has_clock": state in ON_THE_CLOCK,
            "is_waiting": state in WAITING,
            "reasons": Reason.choices,
            "today": timezone.localdate(),
            "viewset": self,
        }
        return render(request, "reading_room/desk/queue.html", context)

    def bulk(self, request):
        """The same step for many requests; each is taken or refused by the rules on its own."""
        self.check(request)
        deed = self._bulk_deed(request)
        # as many digits as a key may have; more would be no number that the database knows
        typed = request.POST.getlist("pk")
        chosen = [pk for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19][:BULK]
        if deed is None or not chosen:
            messages.error(
                request, _("Choose requests and a step; a refusal needs a reason and words.")
            )
            return redirect(reverse("requests:index"))
        done, problems = 0, []
        for each in AccessRequest.objects.filter(pk__in=chosen).select_related("record"):
            problem = problem_with(lambda one=each: deed(one))
            done += not problem
            if problem:
                problems.append(f"{each.pk}: {problem}")
        if done:
            messages.success(request, _("Done for %(n)s requests.") % {"n": done})
        for problem in problems[:10]:
            messages.error(request, problem)
        return redirect(f"{reverse('requests:index')}?state={request.POST.get('state', '')}")

    @staticmethod
    def _bulk_deed(request):
        who = {"by": request.user, "at": timezone.now()}
        reason, reply = request.POST.get("reason", ""), request.POST.get("reply", "").strip()[:2000]
        form = DecisionForm({"decision": "approve", "until": request.POST.get("until", "")})
        may_open = form.is_valid()
        deeds = {
            "screen": lambda one: decisions.screen(one, **who),
            "mine": lambda one: decisions.assign(one, to=request.user, by=request.user),
            "refuse": (lambda one: decisions.refuse(one, reason=reason, reply=reply, **who))
            if reason in Reason.values and reply and "\x00" not in reply
            else None,
            "approve": lambda one: decisions.approve(one, until=form.ends_at if may_open else None, **who),
        }  # fmt: skip
        return deeds.get(request.POST.get("deed", ""))

    # -- one request ----------------------------------------------------------------------------

    def decide(self, request, pk):
        self.check(request)
        access_request = self._find(pk)
        may_approve = permissions.may_approve(request.user, access_request)
        form = DecisionForm.for_request(
            access_request, request.POST if request.method == "POST" else None, may_approve=may_approve
        )  # fmt: skip
        if request.method == "POST" and form.is_valid():
            if self._carry_out(request, access_request, form):
                return redirect(reverse("requests:index"))
            access_request = self._find(pk)
        return render(
            request, "reading_room/desk/decide.html", self._page(request, access_request, form)
        )

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
            "holds_more": is_conditional and access_request.record.effective_access == Access.OPEN,
            "may_ask_back": may_decide and state == State.SUBMITTED,
            "may_inform": may_decide and state == State.SUBMITTED and access_request.use == Use.INFORMATION,
            "screened_it": state == State.SCREENED and access_request.screened_by_id == user.pk,
            "is_by_file": access_request.copy_format == CopyFormat.PDF,
            "may_print": access_request.copy_format == CopyFormat.PAPER and hasattr(access_request, "delivery"),
            "card": card_of(reader) if reader else None,
            "paper": paper(access_request.record, on=timezone.localdate(), unit=access_request.unit)
            if access_request.use == Use.ROOM
            else None,
            "word_form": WordForm(auto_id="word_%s"),
            "note_form": WordForm(auto_id="note_%s"),
            "assign_form": AssignForm(
                initial={"to": access_request.assigned_to_id}, officers=permissions.officers()
            ),
            "extend_form": ExtendForm(auto_id="extend_%s"),
            "payment_form": PaymentForm(auto_id="pay_%s"),
            "return_form": ReturnForm(auto_id="return_%s"),
            "words": access_request.words.select_related("by"),
            "today": timezone.localdate(),
            **self._others(access_request),
        }  # fmt: skip

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
        if access_request.use == Use.INFORMATION:
            return access_request.state == State.SUBMITTED
        if access_request.state == State.SCREENED:
            return access_request.screened_by_id != user.pk
        refusable = access_request.state in (State.PREPARING, State.READY)
        return refusable or access_request.state in (State.SUBMITTED, State.NEEDS_INFO)

    def screen(self, request, pk):
        return self._step(request, pk, decisions.screen, _("Screened; another officer decides."))

    def send_back(self, request, pk):
        return self._step(request, pk, decisions.send_back, _("It is to be screened anew."))

    def ask_back(self, request, pk):
        return self._with_words(
            request, pk, decisions.ask_back, _("The reader is asked by mail; the clock stands still."),
            _("Write what the reader is asked for."),
        )  # fmt: skip

    def consult(self, request, pk):
        return self._with_words(
            request, pk, decisions.consult, _("Written down; ask the agency in the usual way."),
            _("Write what the agency is asked."),
        )  # fmt: skip

    def opinion(self, request, pk):
        return self._with_words(
            request, pk, decisions.take_opinion, _("The agency's answer is written down."),
            _("Write what the agency answered."),
        )  # fmt: skip

    def note(self, request, pk):
        return self._with_words(
            request, pk, decisions.note, _("Noted. The reader does not see it."), _("A note needs some words.")
        )  # fmt: skip

    def inform(self, request, pk):
        self.check(request)
        access_request, form = self._find(pk), WordForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Write the answer."))
        else:
            carry_out(
                request,
                lambda: decisions.inform(
                    access_request, by=request.user, at=timezone.now(), reply=form.cleaned_data["text"]
                ),
                _("Answered; the reader is told by mail."),
            )  # fmt: skip
        return redirect(reverse("requests:decide", args=[pk]))

    def assign(self, request, pk):
        self.check(request)
        access_request = self._find(pk)
        form = AssignForm(request.POST, officers=permissions.officers())
        if not form.is_valid():
            return HttpResponseBadRequest(_("There is no such officer."))
        decisions.assign(access_request, to=form.cleaned_data["to"], by=request.user)
        messages.success(request, _("Assigned."))
        return redirect(reverse("requests:decide", args=[pk]))

    def extend(self, request, pk):
        self.check(request)
        access_request, form = self._find(pk), ExtendForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.errors.get("until", [])))
            return redirect(reverse("requests:decide", args=[pk]))
        until = form.cleaned_data["until"]
        carry_out(
            request,
            lambda: decisions.extend(
                access_request, by=request.user, at=timezone.now(), until=end_of(until) if until else None
            ),
            _("The reader is told by mail."),
        )  # fmt: skip
        return redirect(reverse("requests:decide", args=[pk]))

    def take_back(self, request, pk):
        self.check(request)
        access_request, form = self._find(pk), WordForm(request.POST)
        if form.is_valid():
            carry_out(
                request,
                lambda: decisions.take_back(
                    access_request, by=request.user, at=timezone.now(), reply=form.cleaned_data["text"]
                ),
                _("The access is ended; the viewer closes at its next request."),
            )  # fmt: skip
        else:
            messages.error(request, _("Write a sentence to the reader."))
        return redirect(reverse("requests:decide", args=[pk]))

    # -- copies and paper -----------------------------------------------------------------------

    def pay(self, request, pk):
        self.check(request)
        access_request, form = self._find(pk), PaymentForm(request.POST)
        if not form.is_valid() or access_request.bill is None:
            messages.error(request, _("Say how it was paid."))
        else:
            carry_out(
                request,
                lambda: copies.take_payment(
                    access_request.bill, by=request.user, at=timezone.now(), paid_by=form.cleaned_data["paid_by"]
                ),
                _("The payment is written down; the receipt has its number."),
            )  # fmt: skip
        return redirect(reverse("requests:decide", args=[pk]))

    def make(self, request, pk):
        return self._step(
            request, pk, copies.make, _("The copy is ready; the reader is told by mail.")
        )

    def print_copy(self, request, pk):
        """The copy that is handed over at the counter, to be printed."""
        self.check(request)
        delivery = getattr(self._find(pk), "delivery", None)
        is_for_counter = delivery and delivery.access_request.copy_format == CopyFormat.PAPER
        path = path_of(delivery) if is_for_counter and delivery.purged_at is None else None
        if path is None or not path.exists():
            messages.error(request, _("There is nothing to print."))
            return redirect(reverse("requests:decide", args=[pk]))
        return FileResponse(path.open("rb"), content_type="application/pdf")

    def hand_over(self, request, pk):
        return self._step(request, pk, copies.hand_over, _("Handed over."))

    def issue(self, request, pk):
        return self._step(request, pk, loans.issue, _("Handed over; the loan is written down."))

    def give_back(self, request, pk):
        self.check(request)
        access_request, form = self._find(pk), ReturnForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The words on the condition are too long."))
        elif hasattr(access_request, "loan"):
            carry_out(
                request,
                lambda: loans.return_paper(
                    access_request.loan, by=request.user, at=timezone.now(),
                    condition=form.cleaned_data["condition"],
                ),
                _("Returned."),
            )  # fmt: skip
        return redirect(reverse("requests:decide", args=[pk]))

    # -- shared ---------------------------------------------------------------------------------

    def _step(self, request, pk, verb, done: str):
        """A step without words, and back to the page."""
        self.check(request)
        access_request = self._find(pk)
        carry_out(request, lambda: verb(access_request, by=request.user, at=timezone.now()), done)
        return redirect(reverse("requests:decide", args=[pk]))

    def _with_words(self, request, pk, verb, done: str, missing: str):
        """A step that needs words, and back to the page."""
        self.check(request)
        access_request, form = self._find(pk), WordForm(request.POST)
        if form.is_valid():
            text = form.cleaned_data["text"]
            carry_out(
                request, lambda: verb(access_request, by=request.user, at=timezone.now(), text=text), done
            )  # fmt: skip
        else:
            messages.error(request, missing)
        return redirect(reverse("requests:decide", args=[pk]))

    @staticmethod
    def _find(pk) -> AccessRequest:
        found = AccessRequest.objects.select_related(
            "record", "researcher", "decided_by", "screened_by", "grant", "dossier", "bill", "retrieval", "loan",
            "certified", "delivery",
        )  # fmt: skip
        return get_object_or_404(found, pk=pk)

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
            )  # fmt: skip
        return carry_out(
            request,
            lambda: decisions.refuse(access_request, reason=wanted["reason"], **deed),
            _("The request was refused; the reader is told by mail."),
        )


def _named(sought: str) -> Q:
    """What an officer types to find a request: a dossier's number, the words of a transfer, a code, a reader's name."""
    number = re.fullmatch(r"(?:TT\s*|\d{4}/)?0*(\d{1,9})", sought, re.IGNORECASE)
    if number and sought.upper().startswith("TT"):
        return Q(bill_id=int(number[1]))
    if number:
        return Q(dossier_id=int(number[1])) | Q(pk=int(number[1]))
    return Q(record__reference_code__icontains=sought) | Q(researcher__full_name__icontains=sought)
