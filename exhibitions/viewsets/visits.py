"""How many came, how far, and what they opened; nobody is known."""

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy

from catalog.models import Record
from exhibitions.models import (
    ExhibitionPage,
    Tally,
)
from exhibitions.viewsets.desk import CuratorsViewSet, known_pages, may_edit


class VisitsViewSet(CuratorsViewSet):
    """Visits by exhibition: how many, how far, what was opened. Nobody is known."""

    name = "exhibition_visits"
    url_prefix = "exhibitions/visits"
    menu_label = gettext_lazy("Visits")
    icon = "view"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.index, name="index"), path("<uuid:key>/", self.one, name="one")]

    def index(self, request) -> HttpResponse:
        may_edit(request)
        totals = dict(Tally.objects.filter(what="view:cover").values_list("exhibition").annotate(total=Sum("count")))
        rows = [(page, totals.get(key, 0)) for key, page in known_pages().items()]
        return render(request, "exhibitions/desk/visits.html", {"rows": sorted(rows, key=lambda row: -row[1])})

    def one(self, request, key) -> HttpResponse:
        may_edit(request)
        page = ExhibitionPage.objects.filter(translation_key=key).order_by("pk").first()
        if page is None:
            raise Http404
        totals = dict(Tally.objects.filter(exhibition=key).values_list("what").annotate(total=Sum("count")))
        keys = {what[5:]: total for what, total in totals.items() if what.startswith("open:")}
        shown = Record.objects.visible_to(request.user).filter(key__in=keys)
        opened = sorted(((record, keys[record.key]) for record in shown), key=lambda row: -row[1])
        views = Tally.objects.filter(exhibition=key, what__startswith="view:")
        by_day = views.values("day").annotate(total=Sum("count"))
        context = {
            "exhibition": page,
            "parts": _parts(page, totals),
            "opened": opened,
            "by_day": by_day.order_by("-day")[:60],
        }
        return render(request, "exhibitions/desk/visits_of.html", context)


def _parts(page: ExhibitionPage, totals: dict[str, int]) -> list[dict]:
    """The cover and every chapter in either language: how often opened, and how far read."""
    parts = {"cover": page.title}
    for told in filter(None, (page, page.twin)):
        for chapter in told.chapters():
            parts.setdefault(str(chapter.translation_key), chapter.title)
    most = max([totals.get(f"view:{part}", 0) for part in parts] + [1])
    return [
        {
            "title": title,
            "views": totals.get(f"view:{part}", 0),
            "half": totals.get(f"far:{part}:50", 0),
            "whole": totals.get(f"far:{part}:100", 0),
            "share": round(100 * totals.get(f"view:{part}", 0) / most),
        }
        for part, title in parts.items()
    ]
