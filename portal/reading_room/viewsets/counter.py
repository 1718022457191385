"""The counter: who comes today, the registers, and what readers say."""

from django.db.models import Avg, Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.provenance import record_event
from catalog.viewsets.desk import DeskViewSet
from catalog.vocabulary import EventKind
from portal.reading_room import permissions, registers
from portal.reading_room.actions import visits
from portal.reading_room.forms.deciding import PeriodForm
from portal.reading_room.models import AccessRequest, Survey, Visit
from portal.reading_room.viewsets.deeds import carry_out
from portal.reading_room.vocabulary import TAKEN, State

YES = (State.APPROVED, State.QUOTED, State.PREPARING, State.READY, State.IN_USE, State.CLOSED)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class VisitViewSet(DeskViewSet):
    permission = permissions.DECIDE
    name = "visits"
    url_prefix = "visits"
    icon = "calendar-check"
    menu_label = gettext_lazy("Visits to the room")
    menu_order = 123

    def get_urlpatterns(self):
        return [
            path("", self.days, name="index"),
            path("<int:pk>/welcome/", require_POST(self.welcome), name="welcome"),
        ]

    def days(self, request):
        """Visits of today and of the days to come."""
        self.check(request)
        today = timezone.localdate()
        rows = Visit.objects.filter(day__gte=today, state__in=TAKEN).select_related("reader", "seat", "dossier")
        context = {"rows": rows.order_by("day", "opens", "seat__label")[:500], "today": today}
        return render(request, "reading_room/desk/visits.html", context)

    def welcome(self, request, pk):
        self.check(request)
        visit = get_object_or_404(Visit, pk=pk)
        carry_out(
            request,
            lambda: visits.welcome(visit, by=request.user, at=timezone.now()),
            _("The reader is here."),
        )
        return redirect(reverse("visits:index"))


class RegisterViewSet(DeskViewSet):
    permission = permissions.DECIDE
    name = "registers"
    url_prefix = "registers"
    icon = "list-ul"
    menu_label = gettext_lazy("Registers and figures")
    menu_order = 124

    def get_urlpatterns(self):
        return [
            path("", self.overview, name="index"),
            path("<slug:name>.<slug:kind>", self.register, name="register"),
        ]

    def overview(self, request):
        self.check(request)
        today = timezone.localdate()
        first = today.replace(day=1)
        form = PeriodForm(request.GET if "first" in request.GET else None, initial={"first": first, "last": today})
        if form.is_bound and form.is_valid():
            first, today = form.cleaned_data["first"], form.cleaned_data["last"]
        context = {
            "form": form,
            "first": first,
            "last": today,
            "registers": [(name, each.title) for name, each in registers.REGISTERS.items()],
            "figures": _figures(first, today),
        }
        return render(request, "reading_room/desk/registers.html", context)

    def register(self, request, name, kind):
        """A register of a period as sheet or paper; reading the register of readers is an event."""
        self.check(request)
        form = PeriodForm(request.GET)
        if name not in registers.REGISTERS or kind not in ("xlsx", "pdf") or not form.is_valid():
            return redirect(reverse("registers:index"))
        first, last, at = form.cleaned_data["first"], form.cleaned_data["last"], timezone.now()
        record_event(
            EventKind.IDENTITY_VIEW,
            "registers",
            by=request.user,
            at=at,
            register=name,
            first=str(first),
            last=str(last),
        )
        if kind == "xlsx":
            body, content_type = registers.as_sheet(name, first, last), SHEET
        else:
            body = registers.as_paper(name, first, last, officer=str(request.user), at=at)
            content_type = "application/pdf"
        response = HttpResponse(body, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"'
        return response


def _figures(first, last) -> dict:
    """Figures of a period: how many asked, how it ended, how many were in time, and what readers say."""
    sent = AccessRequest.objects.filter(submitted_at__date__gte=first, submitted_at__date__lte=last)
    said = Survey.objects.filter(answered_at__date__gte=first, answered_at__date__lte=last)
    return {
        **sent.aggregate(
            all=Count("pk"),
            yes=Count("pk", filter=Q(state__in=YES)),
            no=Count("pk", filter=Q(state=State.REFUSED)),
            late=Count("pk", filter=Q(decided_at__date__gt=F("decision_due_on"))),
        ),
        "said": said.aggregate(n=Count("pk"), found=Avg("found"), in_time=Avg("in_time"), served=Avg("served")),
        "words": said.exclude(words="")[:10],
    }
