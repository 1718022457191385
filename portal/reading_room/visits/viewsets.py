"""The counter: who comes today."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.desk.viewset import DeskViewSet
from portal.reading_room.rules import roles
from portal.reading_room.rules.desk import carry_out
from portal.reading_room.visits import actions as visits
from portal.reading_room.visits.models import Visit
from portal.reading_room.visits.vocabulary import TAKEN


class VisitViewSet(DeskViewSet):
    permission = roles.DECIDE
    name = "visits"
    url_prefix = "visits"
    icon = "calendar-check"
    menu_label = gettext_lazy("Visits to the room")
    menu_order = 123

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.days, name="index"),
            path("<int:pk>/welcome/", require_POST(self.welcome), name="welcome"),
        ]

    def days(self, request) -> HttpResponse:
        """Visits of today and of the days to come."""
        self.check(request)
        today = timezone.localdate()
        rows = Visit.objects.filter(day__gte=today, state__in=TAKEN).select_related("reader", "seat", "dossier")
        context = {"rows": rows.order_by("day", "opens", "seat__label")[:500], "today": today}
        return render(request, "reading_room/desk/visits.html", context)

    def welcome(self, request, pk) -> HttpResponse:
        self.check(request)
        visit = get_object_or_404(Visit, pk=pk)
        carry_out(
            request,
            lambda: visits.welcome(visit, by=request.user, at=timezone.now()),
            _("The reader is here."),
        )
        return redirect(reverse("visits:index"))
