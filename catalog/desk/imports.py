"""The desk for imports: drop a finding aid, look at what it would do, confirm."""

from datetime import date
from pathlib import PurePath

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.desk.forms import ImportForm
from catalog.desk.viewset import DeskViewSet
from catalog.imports import tasks
from catalog.imports.models import ImportRun
from catalog.records.models import Record
from catalog.vocabulary import Access, ImportState, Level

ROWS = 100


SHOWN = 500


class ImportViewSet(DeskViewSet):
    permission = "catalog.add_importrun"
    name = "imports"
    url_prefix = "imports"
    icon = "upload"
    menu_label = gettext_lazy("Imports")
    menu_order = 101

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index, name="index"),
            path("new/", self.new, name="new"),
            path("<int:pk>/", self.run, name="run"),
            path("<int:pk>/confirm/", self.confirm, name="confirm"),
        ]

    def index(self, request) -> HttpResponse:
        self.check(request)
        runs = ImportRun.objects.defer("verdicts", "not_understood", "kept", "closing")
        page = Paginator(runs, 25).get_page(request.GET.get("p"))
        return render(request, "catalog/desk/imports.html", {"page": page})

    def new(self, request) -> HttpResponse:
        self.check(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            run = form.save(commit=False)
            run.file_name = PurePath(form.cleaned_data["file"].name).name[:255]
            run.started_by = request.user
            run.save()
            transaction.on_commit(lambda: tasks.preview_import.enqueue(run.pk))
            return redirect(reverse("imports:run", args=[run.pk]))
        return render(request, "catalog/desk/import_new.html", {"form": form})

    def run(self, request, pk) -> HttpResponse:
        self.check(request)
        run = get_object_or_404(ImportRun, pk=pk)
        levels = dict(Level.choices)
        access = dict(Access.choices)
        verdicts = [
            {
                **row,
                "level": levels.get(row["level"], ""),
                "access": access.get(row.get("access", ""), ""),
            }
            for row in run.verdicts
        ]
        context = {
            "run": run,
            "kept": [_with_label(row) for row in run.kept[:SHOWN]],
            "closing": [_with_day(row) for row in run.closing[:SHOWN]],
            "rows": Paginator(verdicts, ROWS).get_page(request.GET.get("p")),
            "is_busy": run.state in (ImportState.READING, ImportState.CONFIRMED),
            "can_confirm": run.state == ImportState.PREVIEWED and bool(run.created or run.changed),
            "root": Record.objects.filter(key=run.root_key).first() if run.root_key else None,
        }
        return render(request, "catalog/desk/import_run.html", context)

    def confirm(self, request, pk) -> HttpResponse:
        self.check(request)
        if request.method == "POST":
            # one statement, so that two clicks start one import
            started = ImportRun.objects.filter(pk=pk, state=ImportState.PREVIEWED).update(state=ImportState.CONFIRMED)
            if started:
                transaction.on_commit(lambda: tasks.confirm_import.enqueue(pk, request.user.pk))
            else:
                messages.info(request, _("This import has been started already."))
        return redirect(reverse("imports:run", args=[pk]))


def _with_day(row: dict) -> dict:
    """A row of a run with its day as a date, so that it is written as people of the language write it."""
    return {**row, "day": date.fromisoformat(row["opens_on"]) if row["opens_on"] else None}


def _with_label(row: dict) -> dict:
    """A row of what is kept, with its field as the desk's form calls it."""
    return {**row, "label": capfirst(Record._meta.get_field(row["field"]).verbose_name)}
