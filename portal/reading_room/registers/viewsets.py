"""Registers and figures on the desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from catalog.desk.viewset import DeskViewSet
from catalog.events.log import record_event
from catalog.vocabulary import EventKind
from portal.reading_room.registers import tables, writing
from portal.reading_room.registers.figures import figures
from portal.reading_room.registers.forms import PeriodForm
from portal.reading_room.rules import roles

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterViewSet(DeskViewSet):
    permission = roles.DECIDE
    name = "registers"
    url_prefix = "registers"
    icon = "list-ul"
    menu_label = gettext_lazy("Registers and figures")
    menu_order = 124

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.overview, name="index"),
            path("<slug:name>.<slug:kind>", self.register, name="register"),
        ]

    def overview(self, request) -> HttpResponse:
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
            "registers": [(name, each.title) for name, each in tables.REGISTERS.items()],
            "figures": figures(first, today),
        }
        return render(request, "reading_room/desk/registers.html", context)

    def register(self, request, name, kind) -> HttpResponse:
        """A register of a period as sheet or paper; reading the register of readers is an event."""
        self.check(request)
        form = PeriodForm(request.GET)
        if name not in tables.REGISTERS or kind not in ("xlsx", "pdf") or not form.is_valid():
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
            body, content_type = writing.as_sheet(name, first, last), SHEET
        else:
            body = writing.as_paper(name, first, last, officer=str(request.user), at=at)
            content_type = "application/pdf"
        response = HttpResponse(body, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"'
        return response
