"""The desk for openings: what finding aids let open soon, for an archivist to confirm or to drop."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from catalog.desk.viewset import DeskViewSet
from catalog.records.actions import openings
from catalog.records.models import Record
from catalog.vocabulary import Access

ROWS = 100


LEVELS = [(each.value, each.label) for each in (Access.OPEN, Access.ON_REQUEST)]


class DecideForm(forms.Form):
    """Which proposals, each with the day that stood beside it, and what becomes of them."""

    deed = forms.ChoiceField(choices=[("confirm", ""), ("drop", "")])
    to = forms.ChoiceField(label=gettext_lazy("Open to"), choices=LEVELS, initial=Access.OPEN, required=False)
    chosen = forms.MultipleChoiceField()

    def __init__(self, data) -> None:
        super().__init__(data)
        keys = [each.partition("@")[0] for each in data.getlist("chosen")[:ROWS]]
        rows = Record.objects.filter(key__in=keys).exclude(proposed_opening=None)
        self.fields["chosen"].choices = [(mark(record), "") for record in rows]

    def proposals(self) -> list[tuple[Record, date]]:
        days = dict(each.split("@") for each in self.cleaned_data["chosen"])
        rows = Record.objects.filter(key__in=days).order_by("path")
        return [(record, date.fromisoformat(days[record.key])) for record in rows]


def mark(record: Record) -> str:
    """A proposal as the form names it: a day that has changed meanwhile is another proposal."""
    return f"{record.key}@{record.proposed_opening:%Y-%m-%d}"


class OpeningViewSet(DeskViewSet):
    permission = "catalog.change_access"
    name = "openings"
    url_prefix = "openings"
    icon = "calendar-check"
    menu_label = gettext_lazy("Openings")
    menu_order = 102

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index, name="index"),
            path("decide/", require_POST(self.decide), name="decide"),
        ]

    def index(self, request) -> HttpResponse:
        self.check(request)
        today = timezone.localdate()
        page = Paginator(openings.due(today), ROWS).get_page(request.GET.get("p"))
        context = {
            "page": page,
            "rows": [{"record": record, "mark": mark(record)} for record in page],
            "decided": openings.decided(today)[:ROWS],
            "levels": LEVELS,
            "today": today,
        }
        return render(request, "catalog/desk/openings.html", context)

    def decide(self, request) -> HttpResponse:
        self.check(request)
        form = DecideForm(request.POST)
        if not form.is_valid():
            messages.error(
                request,
                _("Nothing was changed: tick what you decide on; a day may have changed meanwhile."),
            )
            return redirect(reverse("openings:index"))
        try:
            self._decide(request, form)
        except openings.NotProposed:
            messages.error(
                request,
                _("Nothing was changed: somebody decided on one of them meanwhile. Look again."),
            )
        return redirect(reverse("openings:index"))

    @staticmethod
    def _decide(request, form: DecideForm) -> None:
        proposals, by, at = form.proposals(), request.user, timezone.now()
        if form.cleaned_data["deed"] == "drop":
            openings.drop(proposals, by=by, at=at)
            done = ngettext(
                "%(n)d description stays closed without a day.",
                "%(n)d descriptions stay closed without a day.",
                len(proposals),
            )
        else:
            level = Access(form.cleaned_data["to"] or Access.OPEN)
            openings.confirm(proposals, to=level, by=by, at=at)
            done = ngettext(
                "%(n)d opening is confirmed; it happens on its day.",
                "%(n)d openings are confirmed; each happens on its day.",
                len(proposals),
            )
        messages.success(request, done % {"n": len(proposals)})
