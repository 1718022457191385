"""The officers' desk: the queue of requests, and the page on which one is decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.actions.access import NotAllowedHere
from catalog.viewsets.desk import DeskViewSet
from portal.reading_room import actions, permissions
from portal.reading_room.forms import DecisionForm
from portal.reading_room.models import AccessRequest, NotAllowedNow
from portal.reading_room.vocabulary import State


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
        ]

    def queue(self, request):
        self.check(request)
        state = request.GET.get("state", State.SUBMITTED)
        rows = AccessRequest.objects.select_related("record", "researcher", "decided_by")
        if state in State.values:
            # what waits longest stands first; what is done, last first
            rows = rows.filter(state=state).order_by(
                "submitted_at" if state == State.SUBMITTED else "-decided_at"
            )
        page = Paginator(rows, 25).get_page(request.GET.get("p"))
        context = {
            "page": page,
            "states": State.choices,
            "state": state,
            "now": timezone.now(),
            "viewset": self,
        }
        return render(request, "reading_room/desk/queue.html", context)

    def decide(self, request, pk):
        self.check(request)
        access_request = get_object_or_404(
            AccessRequest.objects.select_related("record", "researcher"), pk=pk
        )
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
            "may_decide": permissions.can_decide(request.user, access_request),
            "is_waiting": access_request.state == State.SUBMITTED,
            "earlier": AccessRequest.objects.filter(researcher=access_request.researcher).exclude(
                pk=pk
            )[:10],
        }
        return render(request, "reading_room/desk/decide.html", context)

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
            messages.error(request, _("Somebody else has decided this request already."))
            return False
        return True
