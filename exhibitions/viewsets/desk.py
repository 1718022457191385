"""The curator's pages: the next five years, what stands in the way, visits, translations, links to drafts."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, Sum
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.models import Page
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from catalog.access import sees_everything
from catalog.models import Record
from exhibitions import maps, troubles
from exhibitions.actions import links, tasks
from exhibitions.calendar import days, lunar
from exhibitions.models import (
    ChapterPage,
    CuratorTask,
    Day,
    DraftLink,
    ExhibitionPage,
    Recording,
    Run,
    Season,
    Tally,
)
from exhibitions.vocabulary import DayKind
from iiif import uris

YEARS = 5
DRAFT_DAYS = (1, 7, 30)


def _may_edit(request) -> None:
    """Curators: those who may add or change pages, and may know of every record that could be shown."""
    from wagtail.permissions import page_permission_policy

    if not sees_everything(request.user) or not page_permission_policy.user_has_any_permission(
        request.user, ("add", "change", "publish")
    ):
        raise PermissionDenied


class CuratorsViewSet(ViewSet):
    """Shared by the pages here: who may see them, and whether the menu names them."""

    add_to_admin_menu = False  # the group has one entry for all

    @property
    def menu_item_class(self):
        class ForCurators(super().menu_item_class):  # type: ignore[misc]
            def is_shown(self, request):
                try:
                    _may_edit(request)
                except PermissionDenied:
                    return False
                return True

        return ForCurators


class CalendarViewSet(CuratorsViewSet):
    """The calendar of the next five years."""

    name = "exhibition_calendar"
    url_prefix = "exhibitions/calendar"
    menu_label = gettext_lazy("Calendar of five years")
    icon = "date"

    def get_urlpatterns(self):
        return [path("", self.show, name="index")]

    def show(self, request):
        _may_edit(request)
        first = timezone.localdate().year
        asked = request.GET.get("year", "")
        year = (
            int(asked)
            if asked.isascii()
            and asked.isdigit()
            and len(asked) == 4
            and first <= int(asked) < first + YEARS
            else first
        )
        context = {
            "year": year,
            "years": range(first, first + YEARS),
            "rows": _year(year),
            "leap": lunar.leap_month(year),
            "clashes": _clashes(year),
        }
        return render(request, "exhibitions/desk/calendar.html", context)


def _titles() -> dict:
    """The name of each exhibition, in Vietnamese where it has one."""
    pages = ExhibitionPage.objects.select_related("locale").order_by("-locale__language_code", "pk")
    found: dict = {}
    for page in pages:
        found.setdefault(page.translation_key, page)
    return found


def _year(year: int) -> list[dict]:
    """Every day of a year that counts, with what opens for it; great days with nothing stand empty on purpose."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    titles = _titles()
    runs: dict[tuple, list[Run]] = {}
    for run in Run.objects.filter(falls_on__range=(first, last)).select_related("day"):
        runs.setdefault((run.day_id, run.falls_on), []).append(run)
    rows = []
    for day in Day.objects.all():
        for on in days.occurrences(day, first, last):
            opened = [(run, titles.get(run.exhibition)) for run in runs.get((day.pk, on), [])]
            rows.append(
                {
                    "day": day, "on": on, "runs": opened, "lunar": lunar.of(on) if day.is_lunar else None,
                    "holiday": days.public_holiday(on, "vi"),
                    "age": on.year - day.since if day.since and on.year > day.since else None,
                    "is_empty": day.kind == DayKind.GREAT and not opened,
                }
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row["on"], row["day"].name))


def _clashes(year: int) -> list[tuple]:
    """Pairs of exhibitions that are on at the same time: one of them leads the home page."""
    titles = _titles()
    runs = list(
        Run.objects.filter(
            opens_on__lte=date(year, 12, 31), closes_on__gte=date(year, 1, 1)
        ).select_related("day")
    )
    found = []
    for place, one in enumerate(runs):
        for other in runs[place + 1 :]:
            overlap = one.opens_on <= other.closes_on and other.opens_on <= one.closes_on
            if overlap and one.exhibition != other.exhibition:
                found.append((one, titles.get(one.exhibition), other, titles.get(other.exhibition)))
    return found


class WatchViewSet(CuratorsViewSet):
    """What stands in the way of an opening, and what happened after one."""

    name = "exhibition_watch"
    url_prefix = "exhibitions/watch"
    menu_label = gettext_lazy("To be looked at")
    icon = "warning"

    def get_urlpatterns(self):
        return [
            path("", self.index, name="index"),
            path("<uuid:key>/", self.one, name="one"),
            path("<uuid:key>/answer/", require_POST(self.answer), name="answer"),
            path("done/<int:pk>/", require_POST(self.done), name="done"),
        ]

    def index(self, request):
        _may_edit(request)
        held = {run.exhibition for run in Run.objects.planned().exclude(held_at=None)}
        rows = []
        for key, page in _titles().items():
            found = troubles.of_exhibition(key, on=_opening(key), drafts=True)
            rows.append(
                {
                    "page": page, "key": key, "troubles": len(found), "open": sum(not each.answered for each in found),
                    "is_held": key in held, "run": _next_run(key), "is_open": page.is_open(),
                    "translations": translations_of(page),
                }
            )  # fmt: skip
        open_tasks = CuratorTask.objects.filter(done_at=None).select_related("page")
        known = {
            record.key: record
            for record in Record.objects.filter(key__in=[t.record_key for t in open_tasks])
        }
        told = [(task, known.get(task.record_key)) for task in open_tasks]
        return render(request, "exhibitions/desk/watch.html", {"rows": rows, "tasks": told})

    def one(self, request, key):
        _may_edit(request)
        page = ExhibitionPage.objects.filter(translation_key=key).order_by("pk").first()
        if page is None:
            raise Http404
        return render(
            request, "exhibitions/desk/troubles.html",
            {
                "exhibition": page, "key": key, "run": _next_run(key),
                "troubles": troubles.of_exhibition(key, on=_opening(key), drafts=True),
                "translations": translations_of(page),
            },
        )  # fmt: skip

    def answer(self, request, key):
        _may_edit(request)
        block, record, trouble = (
            request.POST.get(name, "")[:80] for name in ("block", "record", "trouble")
        )
        if request.POST.get("back"):
            tasks.take_back(key, block, record, trouble)
            messages.success(request, _("The answer was taken back."))
        else:
            tasks.answer(key, block, record[:16], trouble[:12], by=request.user, at=timezone.now())
            messages.success(request, _("A placeholder will stand there."))
        return redirect(reverse("exhibition_watch:one", args=[key]))

    def done(self, request, pk):
        _may_edit(request)
        tasks.finish(get_object_or_404(CuratorTask, pk=pk), by=request.user, at=timezone.now())
        messages.success(request, _("Done."))
        return redirect(reverse("exhibition_watch:index"))


def _next_run(key) -> Run | None:
    return Run.objects.filter(exhibition=key, closed_at=None).select_related("day").first()


def _opening(key) -> date:
    run = _next_run(key)
    return max(run.opens_on, timezone.localdate()) if run else timezone.localdate()


def translations_of(page: ExhibitionPage) -> list[dict]:
    """Each part of an exhibition in the other language: missing, older than the original, or in step."""
    rows = []
    for source in (page, *ChapterPage.objects.child_of(page).order_by("path")):
        twin = source.get_translations().first()
        rows.append({"page": source, "twin": twin, "state": _state_of(source, twin)})
    return rows


def _state_of(source: Page, twin: Page | None) -> str:
    if twin is None:
        return "missing"
    changed, done = source.latest_revision_created_at, twin.latest_revision_created_at
    return "stale" if changed and done and done < changed - timedelta(minutes=1) else "done"


class VisitsViewSet(CuratorsViewSet):
    """Visits by exhibition: how many, how far, what was opened. Nobody is known."""

    name = "exhibition_visits"
    url_prefix = "exhibitions/visits"
    menu_label = gettext_lazy("Visits")
    icon = "view"

    def get_urlpatterns(self):
        return [path("", self.index, name="index"), path("<uuid:key>/", self.one, name="one")]

    def index(self, request):
        _may_edit(request)
        totals = dict(
            Tally.objects.filter(what="view:cover")
            .values_list("exhibition")
            .annotate(total=Sum("count"))
        )
        rows = [(page, totals.get(key, 0)) for key, page in _titles().items()]
        return render(
            request, "exhibitions/desk/visits.html", {"rows": sorted(rows, key=lambda row: -row[1])}
        )

    def one(self, request, key):
        _may_edit(request)
        page = ExhibitionPage.objects.filter(translation_key=key).order_by("pk").first()
        if page is None:
            raise Http404
        totals = dict(
            Tally.objects.filter(exhibition=key).values_list("what").annotate(total=Sum("count"))
        )
        parts = [("cover", page.title)] + [
            (str(n), c.title) for n, c in enumerate(page.chapters(), start=1)
        ]
        most = max([totals.get(f"view:{part}", 0) for part, _title in parts] + [1])
        read = [
            {
                "title": title, "views": totals.get(f"view:{part}", 0), "half": totals.get(f"far:{part}:50", 0),
                "whole": totals.get(f"far:{part}:100", 0), "share": round(100 * totals.get(f"view:{part}", 0) / most),
            }
            for part, title in parts
        ]  # fmt: skip
        keys = {what[5:]: total for what, total in totals.items() if what.startswith("open:")}
        shown = Record.objects.visible_to(request.user).filter(key__in=keys)
        opened = sorted(((record, keys[record.key]) for record in shown), key=lambda row: -row[1])
        views = Tally.objects.filter(exhibition=key, what__startswith="view:")
        by_day = views.values("day").annotate(total=Sum("count"))
        context = {
            "exhibition": page,
            "parts": read,
            "opened": opened,
            "by_day": by_day.order_by("-day")[:60],
        }
        return render(request, "exhibitions/desk/visits_of.html", context)


class HandingViewSet(CuratorsViewSet):
    """Links to drafts, and what the fields of the editor ask for."""

    name = "exhibition_drafts"
    url_prefix = "exhibitions"

    def get_urlpatterns(self):
        return [
            path("drafts/<int:pk>/", self.drafts, name="drafts"),
            path("drafts/end/<int:pk>/", require_POST(self.end), name="end"),
            path("scans/<int:pk>/", self.scans, name="scans"),
            path("map/", self.map, name="map"),
        ]

    def drafts(self, request, pk):
        page = get_object_or_404(Page, pk=pk).specific
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if request.method == "POST":
            asked = request.POST.get("days", "")
            chosen = int(asked) if asked in map(str, DRAFT_DAYS) else DRAFT_DAYS[1]
            links.hand_out(page, by=request.user, at=timezone.now(), days=chosen)
            messages.success(
                request, _("The link is ready. Whoever has it sees the draft until it expires.")
            )
            return redirect(reverse("exhibition_drafts:drafts", args=[pk]))
        rows = [
            (link, request.build_absolute_uri(reverse("exhibition_draft", args=[link.token])))
            for link in DraftLink.objects.filter(page_id=pk, expires_at__gt=timezone.now())
        ]
        return render(
            request,
            "exhibitions/desk/drafts.html",
            {"page": page, "rows": rows, "choices": DRAFT_DAYS},
        )

    def end(self, request, pk):
        link = get_object_or_404(DraftLink.objects.select_related("page"), pk=pk)
        if not link.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        links.end(link, at=timezone.now())
        messages.success(request, _("The link no longer works."))
        return redirect(reverse("exhibition_drafts:drafts", args=[link.page_id]))

    def scans(self, request, pk) -> HttpResponse:
        """The pages of a record as the fields of the editor need them."""
        _may_edit(request)
        record = Record.objects.visible_to(request.user).filter(pk=pk).first()
        if record is None or not sees_everything(request.user):
            raise Http404
        rows = [
            {
                "order": scan.order, "width": scan.width, "height": scan.height,
                "small": uris.thumbnail_path(scan, 256), "info": f"{uris.image_service_path(scan)}/info.json",
            }
            for scan in record.scans.in_order()[:500]
        ]  # fmt: skip
        return JsonResponse({"scans": rows})

    def map(self, request) -> HttpResponse:
        _may_edit(request)
        drawing = maps.vietnam()
        return JsonResponse(
            {
                "drawing": render_to_string("exhibitions/_map.html", {"map": drawing}),
                "top": drawing["top"], "west": drawing["west"], "scale": drawing["scale"],
            }
        )  # fmt: skip


class DayDeleteView(DeleteView):
    """A day that exhibitions opened for is part of their history and stays."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("Exhibitions open or have opened for this day; it cannot be deleted."),
            )
            return redirect(self.get_success_url())


class DayViewSet(SnippetViewSet):
    delete_view_class = DayDeleteView
    model = Day
    icon = "date"
    menu_label = gettext_lazy("Days of the calendar")
    list_display = ["name", "name_en", "day", "month", "get_calendar_display", "get_kind_display"]
    list_filter = ["calendar", "kind", "mood"]
    list_per_page = 60
    search_fields = ["name", "name_en"]
    search_backend_name = None
    inspect_view_enabled = False
    copy_view_enabled = False


class SeasonViewSet(SnippetViewSet):
    model = Season
    icon = "view"
    menu_label = gettext_lazy("Seasons of themes")
    list_display = ["theme", "day", "begins_before", "lasts_after"]
    copy_view_enabled = False


class RecordingViewSet(SnippetViewSet):
    model = Recording
    icon = "media"
    menu_label = gettext_lazy("Recordings")
    list_display = ["title", "title_en", "credit"]
    search_fields = ["title", "title_en"]
    search_backend_name = None
    copy_view_enabled = False


class CuratorsDesk(ViewSetGroup):
    menu_label = gettext_lazy("Exhibitions")
    menu_icon = "image"
    menu_order = 250
    items = (
        CalendarViewSet,
        WatchViewSet,
        VisitsViewSet,
        DayViewSet,
        RecordingViewSet,
        SeasonViewSet,
    )
