"""Readers' cards: who has applied, and the papers compared at the desk."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.desk.viewset import DeskViewSet
from portal.reading_room.cards import actions as cards
from portal.reading_room.cards.forms import LETTERS, RefuseCardForm, RevealForm
from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.cards.permissions import check_can_move, officers_of
from portal.reading_room.cards.vocabulary import CardState
from portal.reading_room.rules import roles
from portal.reading_room.rules.desk import carry_out
from portal.reading_room.rules.errors import REFUSALS, in_words
from portal.reading_room.rules.vocabulary import Actor

ROWS = 25
# where each button of the page leads to
BUTTONS = {
    "check_papers": (CardState.CHECKED, gettext_lazy("Compared with the document")),
    "verify": (CardState.VERIFIED, gettext_lazy("Compared: the card is valid")),
    "refuse": (CardState.REFUSED, gettext_lazy("Refuse the card")),
    "end": (CardState.ENDED, gettext_lazy("End the card")),
}


class CardViewSet(DeskViewSet):
    permission = roles.DECIDE
    name = "cards"
    url_prefix = "cards"
    icon = "user"
    menu_label = gettext_lazy("Readers' cards")
    menu_order = 121

    def get_urlpatterns(self) -> list[URLPattern]:
        steps = (*BUTTONS, "reveal")
        return [
            path("", self.queue, name="index"),
            path("search/", require_POST(self.search), name="search"),
            path("<int:pk>/", self.card, name="card"),
            *(path(f"<int:pk>/{step}/", require_POST(getattr(self, step)), name=step) for step in steps),
        ]

    def queue(self, request) -> HttpResponse:
        self.check(request)
        state = request.GET.get("state", CardState.REQUESTED)
        rows = ReaderCard.objects.select_related("reader")
        if state in CardState.values:
            rows = rows.filter(state=state).order_by("due_on", "requested_at")
        return self._list(request, Paginator(rows, ROWS).get_page(request.GET.get("p")), state)

    def search(self, request) -> HttpResponse:
        """A number that is typed in full finds the cards that bear it; each search is an event."""
        self.check(request)
        number = request.POST.get("number", "")[:40]
        found = cards.search(number, by=request.user, at=timezone.now()) if number.strip() else []
        return self._list(request, Paginator(found, ROWS).get_page(1), "")

    @staticmethod
    def _list(request, page, state) -> HttpResponse:
        context = {
            "page": page,
            "states": CardState.choices,
            "state": state,
            "today": timezone.localdate(),
        }
        return render(request, "reading_room/desk/cards.html", context)

    def card(self, request, pk) -> HttpResponse:
        self.check(request)
        card = self._find(pk)
        possible, impossible = self._steps(request.user, card)
        same = ReaderCard.objects.exclude(number_index="").filter(number_index=card.number_index)
        context = {
            "card": card,
            "possible": possible,
            "impossible": impossible,
            "refuse_form": RefuseCardForm(auto_id="refuse_%s"),
            "end_form": RefuseCardForm(auto_id="end_%s"),
            "reveal_form": RevealForm(auto_id="reveal_%s"),
            "same": same.exclude(pk=card.pk).select_related("reader")[:5],
        }
        return render(request, "reading_room/desk/card.html", context)

    @staticmethod
    def _steps(officer, card) -> tuple[dict, list]:
        """The steps that belong to where a card stands: those that this officer can take, and why not the others."""
        possible, impossible = {}, []
        for name, (state, button) in BUTTONS.items():
            if not officers_of(card, state):
                continue
            try:
                check_can_move(officer, card, state)
                possible[name] = button
            except REFUSALS as wrong:
                impossible.append((button, in_words(wrong)))
        return possible, impossible

    def check_papers(self, request, pk) -> HttpResponse:
        return self._step(request, pk, cards.check, _("Checked; another officer verifies."))

    def verify(self, request, pk) -> HttpResponse:
        return self._step(request, pk, cards.verify, _("The card is valid; the reader is told by mail."))

    def refuse(self, request, pk) -> HttpResponse:
        return self._step_with_words(request, pk, cards.refuse, _("The card is refused; the reader is told by mail."))

    def end(self, request, pk) -> HttpResponse:
        verb = partial(cards.end, actor=Actor.OFFICER)
        return self._step_with_words(request, pk, verb, _("The card has ended; the reader is told by mail."))

    def reveal(self, request, pk) -> HttpResponse:
        """Show a number in full, once, on the page that answers; the log keeps who and why."""
        self.check(request)
        card, form = self._find(pk), RevealForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Write why you need it; it is written into the log."))
            return redirect(reverse("cards:card", args=[pk]))
        what = form.cleaned_data["what"]
        found = cards.reveal(card, by=request.user, at=timezone.now(), why=form.cleaned_data["why"], what=what)
        if what == "letter":
            return self._letter(request, card, found)
        context = {
            "card": card,
            "found": found,
            "what": dict(RevealForm.base_fields["what"].choices)[what],
        }
        response = render(request, "reading_room/desk/revealed.html", context)
        response["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _letter(request, card, found) -> HttpResponse:
        if found is None:
            messages.error(request, _("There is no letter, or it is erased already."))
            return redirect(reverse("cards:card", args=[card.pk]))
        # never shown in place: what a stranger sent is not opened under the desk's own address
        response = HttpResponse(found, content_type="application/octet-stream")
        kind = next((end for start, end in LETTERS.items() if found.startswith(start)), "bin")
        response["Content-Disposition"] = f'attachment; filename="letter-{card.pk}.{kind}"'
        response["Cache-Control"] = "no-store"
        return response

    def _step(self, request, pk, verb, done: str) -> HttpResponse:
        self.check(request)
        card = self._find(pk)
        carry_out(request, lambda: verb(card, by=request.user, at=timezone.now()), done)
        return redirect(reverse("cards:card", args=[pk]))

    def _step_with_words(self, request, pk, verb, done: str) -> HttpResponse:
        form = RefuseCardForm(request.POST)
        if form.is_valid():
            return self._step(request, pk, partial(verb, reply=form.cleaned_data["reply"]), done)
        self.check(request)
        messages.error(request, _("Write a sentence to the reader."))
        return redirect(reverse("cards:card", args=[pk]))

    @staticmethod
    def _find(pk) -> ReaderCard:
        return get_object_or_404(ReaderCard.objects.select_related("reader", "decided_by"), pk=pk)
