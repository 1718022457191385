"""Paper: slips for the stack, boxes scanned as they come and go, files handed over and returned."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.desk.viewset import DeskViewSet
from portal.reading_room.desk.steps.offering import offered_steps
from portal.reading_room.loans import actions as loans
from portal.reading_room.loans.models import Loan, Retrieval
from portal.reading_room.loans.slips import slips_paper
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules import roles
from portal.reading_room.rules.desk import carry_out


class LoanViewSet(DeskViewSet):
    permission = roles.DECIDE
    name = "loans"
    url_prefix = "loans"
    icon = "folder-open-1"
    menu_label = gettext_lazy("Paper")
    menu_order = 122

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.overview, name="index"),
            path("slips.pdf", self.slips, name="slips"),
            path("<uuid:ref>/", self.box, name="box"),
            path("<uuid:ref>/fetch/", require_POST(self.fetch), name="fetch"),
            path("<uuid:ref>/shelve/", require_POST(self.shelve), name="shelve"),
        ]

    def overview(self, request) -> HttpResponse:
        """Boxes to fetch, boxes that are out, and files that should have come back."""
        self.check(request)
        boxes = Retrieval.objects.filter(shelved_at=None).prefetch_related("requests__record")
        # a box that nobody waits for any more is not fetched
        wanted = boxes.filter(fetched_at=None, requests__state=State.PREPARING).distinct()
        out = Loan.objects.filter(returned_at=None).select_related("unit", "reader", "access_request__retrieval")
        context = {
            "to_fetch": wanted[:500],
            "here": boxes.exclude(fetched_at=None)[:500],
            "out": out[:500],
            "today": timezone.localdate(),
        }
        return render(request, "reading_room/desk/loans.html", context)

    def slips(self, request) -> HttpResponse:
        """Slips for every box that is still to be fetched, by shelf order."""
        self.check(request)
        response = HttpResponse(slips_paper(), content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="phieu-lay-tai-lieu.pdf"'
        return response

    def box(self, request, ref) -> HttpResponse:
        """What a scanned code leads to: the box, who needs something out of it, and the next step."""
        self.check(request)
        box = self._find(ref)
        rows = box.requests.select_related("record", "researcher", "dossier", "loan")
        context = {
            "box": box,
            "rows": [(each, self._steps(request.user, each)) for each in rows],
            "may_shelve": box.fetched_at and not box.shelved_at and not box.is_needed(),
            "today": timezone.localdate(),
        }
        return render(request, "reading_room/desk/box.html", context)

    @staticmethod
    def _steps(officer, access_request) -> list:
        """What is done with paper here: the other steps are taken on the page of the request."""
        return offered_steps(officer, access_request, at=timezone.now(), among=("issue", "give_back"))

    def fetch(self, request, ref) -> HttpResponse:
        return self._step(request, ref, loans.fetch, _("The box is here; the readers are told by mail."))

    def shelve(self, request, ref) -> HttpResponse:
        return self._step(request, ref, loans.shelve, _("The box is back on its shelf."))

    def _step(self, request, ref, verb, done: str) -> HttpResponse:
        self.check(request)
        box = self._find(ref)
        carry_out(request, lambda: verb(box, by=request.user, at=timezone.now()), done)
        return redirect(reverse("loans:box", args=[ref]))

    @staticmethod
    def _find(ref) -> Retrieval:
        return get_object_or_404(Retrieval, ref=ref)
