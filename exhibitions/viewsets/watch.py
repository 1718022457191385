"""What stands in the way of an opening, what happened after one, and what is not translated."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import Page

from catalog.models import Record
from exhibitions import preparing, troubles
from exhibitions.actions import tasks
from exhibitions.models import (
    ChapterPage,
    CuratorTask,
    ExhibitionIndexPage,
    ExhibitionPage,
    Run,
)
from exhibitions.viewsets.desk import CuratorsViewSet, known_pages, may_edit

# each costs a look at every page of it in both languages
ROWS = 12


class WatchViewSet(CuratorsViewSet):
    """What stands in the way of an opening, and what happened after one."""

    name = "exhibition_watch"
    url_prefix = "exhibitions/watch"
    menu_label = gettext_lazy("To be looked at")
    icon = "warning"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index, name="index"),
            path("<uuid:key>/", self.one, name="one"),
            path("<uuid:key>/answer/", require_POST(self.answer), name="answer"),
            path("done/<int:pk>/", require_POST(self.done), name="done"),
        ]

    def index(self, request) -> HttpResponse:
        may_edit(request)
        held = {run.exhibition for run in Run.objects.planned().exclude(held_at=None)}
        rows = []
        shown = Paginator(list(known_pages().items()), ROWS).get_page(request.GET.get("p"))
        for key, page in shown:
            found = troubles.of_exhibition(key, on=_opening(key), drafts=True)
            rows.append(
                {
                    "page": page,
                    "key": key,
                    "troubles": len(found),
                    "open": sum(not each.answered for each in found),
                    "is_held": key in held,
                    "run": _next_run(key),
                    "is_open": page.is_open(),
                    "translations": translations_of(page),
                }
            )
        open_tasks = CuratorTask.objects.filter(done_at=None).select_related("page")
        known = {record.key: record for record in Record.objects.filter(key__in=[t.record_key for t in open_tasks])}
        told = [(task, known.get(task.record_key)) for task in open_tasks]
        context = {
            "rows": rows,
            "page": shown,
            "tasks": told,
            "preparing": preparing.ahead(timezone.localdate()),
            "index": ExhibitionIndexPage.objects.order_by("-locale__language_code").first(),
        }
        return render(request, "exhibitions/desk/watch.html", context)

    def one(self, request, key) -> HttpResponse:
        may_edit(request)
        page = ExhibitionPage.objects.filter(translation_key=key).order_by("pk").first()
        if page is None:
            raise Http404
        return render(
            request,
            "exhibitions/desk/troubles.html",
            {
                "exhibition": page,
                "key": key,
                "run": _next_run(key),
                "is_open": page.is_open(),
                "troubles": troubles.of_exhibition(key, on=_opening(key), drafts=True),
                "translations": translations_of(page),
            },
        )

    def answer(self, request, key) -> HttpResponse:
        may_edit(request)
        block, record, trouble = (request.POST.get(name, "")[:80] for name in ("block", "record", "trouble"))
        if request.POST.get("back"):
            tasks.take_back(key, block, record, trouble)
            messages.success(request, _("The answer was taken back."))
        else:
            tasks.answer(key, block, record[:16], trouble[:12], by=request.user, at=timezone.now())
            messages.success(request, _("A placeholder will stand there."))
        return redirect(reverse("exhibition_watch:one", args=[key]))

    def done(self, request, pk) -> HttpResponse:
        may_edit(request)
        tasks.finish(get_object_or_404(CuratorTask, pk=pk), by=request.user, at=timezone.now())
        messages.success(request, _("Done."))
        return redirect(reverse("exhibition_watch:index"))


def _next_run(key) -> Run | None:
    return Run.objects.filter(exhibition=key, closed_at=None).select_related("day").first()


def _opening(key) -> date:
    run = _next_run(key)
    return max(run.opens_on, timezone.localdate()) if run else timezone.localdate()


def translations_of(page: ExhibitionPage) -> list[dict]:
    """Each part of an exhibition in the other language: missing, older than the original, or in step.

    Chapters that only the other language has come last.
    """
    rows = []
    for source in (page, *ChapterPage.objects.child_of(page).order_by("path")):
        twin = source.get_translations().first()
        rows.append({"page": source, "twin": twin, "state": _state_of(source, twin)})
    told = {row["page"].translation_key for row in rows}
    theirs = ChapterPage.objects.child_of(page.twin).order_by("path") if page.twin else ()
    lacking = (chapter for chapter in theirs if chapter.translation_key not in told)
    return rows + [{"page": chapter, "twin": None, "state": "missing"} for chapter in lacking]


def _state_of(source: Page, twin: Page | None) -> str:
    if twin is None:
        return "missing"
    changed, done = source.latest_revision_created_at, twin.latest_revision_created_at
    return "stale" if changed and done and done < changed - timedelta(minutes=1) else "done"
