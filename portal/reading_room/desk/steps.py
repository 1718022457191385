"""Each step of a request as the desk takes it: find, ask the rules, do it, and back to the page."""

from django.contrib import messages
from django.http import FileResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.files import path_of
from portal.reading_room.copies.forms import PaymentForm
from portal.reading_room.copies.tasks import make_copy
from portal.reading_room.loans import actions as loans
from portal.reading_room.loans.forms import ReturnForm
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.forms.deciding import AssignForm, ExtendForm, WordForm, end_of
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules import roles
from portal.reading_room.rules.desk import carry_out


class Steps:
    """What an officer does with one request, beside deciding it."""

    STEPS = (
        "screen",
        "send_back",
        "ask_back",
        "note",
        "assign",
        "consult",
        "opinion",
        "inform",
        "extend",
        "take_back",
        "pay",
        "make",
        "hand_over",
        "issue",
        "give_back",
    )

    def screen(self, request, pk):
        return self._step(request, pk, decisions.screen, _("Screened; another officer decides."))

    def send_back(self, request, pk):
        return self._step(request, pk, decisions.send_back, _("It is to be screened anew."))

    def ask_back(self, request, pk):
        return self._with_words(
            request,
            pk,
            decisions.ask_back,
            _("The reader is asked by mail; the clock stands still."),
            _("Write what the reader is asked for."),
        )

    def consult(self, request, pk):
        return self._with_words(
            request,
            pk,
            decisions.consult,
            _("Written down; ask the agency in the usual way."),
            _("Write what the agency is asked."),
        )

    def opinion(self, request, pk):
        return self._with_words(
            request,
            pk,
            decisions.take_opinion,
            _("The agency's answer is written down."),
            _("Write what the agency answered."),
        )

    def note(self, request, pk):
        return self._with_words(
            request, pk, decisions.note, _("Noted. The reader does not see it."), _("A note needs some words.")
        )

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
            )
        return redirect(reverse("requests:decide", args=[pk]))

    def assign(self, request, pk):
        self.check(request)
        access_request = self._find(pk)
        form = AssignForm(request.POST, officers=roles.officers())
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
        )
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
            )
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
            )
        return redirect(reverse("requests:decide", args=[pk]))

    def make(self, request, pk):
        """Making takes its time with many pages: the worker does it, and notes what is in the way."""
        self.check(request)
        access_request = self._find(pk)
        if access_request.state == State.PREPARING and access_request.is_copy:
            make_copy.enqueue(pk, request.user.pk)
            messages.success(request, _("The copy is being made; the page shows when it is ready."))
        else:
            messages.error(request, _("Only a copy that is being prepared is made."))
        return redirect(reverse("requests:decide", args=[pk]))

    def print_copy(self, request, pk):
        """The copy that is handed over at the counter, to be printed."""
        self.check(request)
        delivery = getattr(self._find(pk), "delivery", None)
        is_for_counter = delivery and delivery.access_request.is_printed
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
                    access_request.loan,
                    by=request.user,
                    at=timezone.now(),
                    condition=form.cleaned_data["condition"],
                ),
                _("Returned."),
            )
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
            carry_out(request, lambda: verb(access_request, by=request.user, at=timezone.now(), text=text), done)
        else:
            messages.error(request, missing)
        return redirect(reverse("requests:decide", args=[pk]))

    @staticmethod
    def _find(pk) -> AccessRequest:
        found = AccessRequest.objects.select_related(
            "record",
            "researcher",
            "decided_by",
            "screened_by",
            "grant",
            "dossier",
            "bill",
            "retrieval",
            "loan",
            "certified",
            "delivery",
        )
        return get_object_or_404(found, pk=pk)
