"""The desk for scans: upload to a record, watch a delivery come in."""

from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.desk.viewset import DeskViewSet
from catalog.models import IngestRun, Record, Scan
from catalog.records.actions import scans as attaching
from iiif import accepting, shelves, tasks
from iiif.ingest.delivery import TEXTS
from iiif.ingest.press import ACCEPTED
from iiif.models import Damage, TextRun

ALIVE = timedelta(minutes=10)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFiles

    def clean(self, data, initial=None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(each, initial) for each in files]


class UploadForm(forms.Form):
    files = FilesField(
        allow_empty_file=True,  # it is refused by its name, like any that is damaged, and the rest is taken in
        label=gettext_lazy("Scans"),
        help_text=gettext_lazy(
            "JPEG, PNG, TIFF or PDF; pages are numbered in the order of the file names. "
            "ALTO or hOCR files of the same name bring the text."
        ),
        widget=ManyFiles(attrs={"accept": ",".join((*ACCEPTED, *TEXTS))}),
    )


class ScanViewSet(DeskViewSet):
    permission = "catalog.add_scan"
    name = "scans"
    url_prefix = "scans"
    icon = "image"
    menu_label = gettext_lazy("Scans")
    menu_order = 104

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index, name="index"),
            path("record/<slug:key>/", self.record, name="record"),
            path("remove/<slug:key>/", self.remove, name="remove"),
            path("put-back/<slug:key>/", require_POST(self.put_back), name="put_back"),
            path("run/<int:pk>/", self.run, name="run"),
            path("run/<int:pk>/answer/", require_POST(self.answer), name="answer"),
            path("read/<slug:key>/", self.read, name="read"),
            path("text-run/<int:pk>/", self.text_run, name="text_run"),
        ]

    def index(self, request) -> HttpResponse:
        self.check(request)
        return render(
            request,
            "iiif/desk/runs.html",
            {
                "runs": IngestRun.objects.select_related("record")[:50],
                "damages": Damage.objects.filter(mended_at=None).select_related("scan__record")[:50],
            },
        )

    def record(self, request, key) -> HttpResponse:
        self.check(request)
        record = get_object_or_404(Record, key=key)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            run = _receive(request, record, form.cleaned_data["files"])
            return redirect(reverse("scans:run", args=[run.pk]))
        scans = record.scans.in_order().select_related("text")[:500]
        gone = Scan.with_taken_away.filter(record=record).exclude(taken_away_at=None).order_by("-taken_away_at")
        context = {"record": record, "form": form, "scans": scans, "taken_away": gone[:500]}
        return render(request, "iiif/desk/record.html", context)

    def remove(self, request, key) -> HttpResponse:
        """Ask once, then take a page from its record."""
        self.check(request)
        scan = get_object_or_404(Scan.objects.select_related("record"), key=key)
        if request.method == "POST":
            with transaction.atomic():
                attaching.detach(scan, by=request.user, at=timezone.now())
                # with the record locked: who makes links meanwhile finds the page gone
                shelves.unlink(scan.key)
            messages.success(request, _("The page was taken away. It stands below, and can be put back."))
            return redirect(reverse("scans:record", args=[scan.record.key]))
        return render(request, "iiif/desk/remove.html", {"scan": scan})

    def put_back(self, request, key) -> HttpResponse:
        self.check(request)
        scan = get_object_or_404(Scan.with_taken_away.select_related("record"), key=key)
        attaching.put_back(scan, by=request.user, at=timezone.now())
        shelves.shelve_open({scan.key})
        messages.success(request, _("The page stands in its record again, as the last one."))
        return redirect(reverse("scans:record", args=[scan.record.key]))

    def run(self, request, pk) -> HttpResponse:
        self.check(request)
        run = get_object_or_404(IngestRun.objects.select_related("record"), pk=pk)
        share = round(100 * run.done / run.total) if run.total else 0
        is_upload = (Path(settings.IIIF_INCOMING) / str(run.pk)).is_dir()
        context = {"run": run, "share": share, "is_upload": is_upload}
        return render(request, "iiif/desk/run.html", context)

    def answer(self, request, pk) -> HttpResponse:
        """Take in what was asked about, or leave it out; either way the question is answered."""
        self.check(request)
        run = get_object_or_404(IngestRun.objects.select_related("record"), pk=pk)
        chosen = set(request.POST.getlist("asked"))
        if not run.questions or not chosen:
            messages.info(request, _("Nothing was chosen."))
            return redirect(reverse("scans:run", args=[pk]))
        try:
            if request.POST.get("deed") == "accept":
                accepting.accept(run, chosen, by=request.user, at=timezone.now())
                messages.success(request, _("What you have looked at is taken in as it is."))
            else:
                accepting.leave_out(run, chosen)
                messages.success(request, _("What you have looked at is left out."))
        except accepting.StillAtWork:
            messages.info(request, _("The delivery is still being taken in; answer when it is done."))
        return redirect(reverse("scans:run", args=[pk]))

    def read(self, request, key) -> HttpResponse:
        """Ask the worker to read all pages of a record, and of what lies below, that have no text yet."""
        self.check(request)
        record = get_object_or_404(Record, key=key)
        if request.method != "POST":
            return redirect(reverse("scans:record", args=[key]))
        # a run that has said nothing for so long was cut off, and another one may go on where it stopped
        lately = timezone.now() - ALIVE
        running = TextRun.objects.filter(record=record, ended_at=None, touched_at__gt=lately).first()
        if running is None:
            with transaction.atomic():
                running = TextRun.objects.create(record=record, started_by=request.user)
                transaction.on_commit(lambda: tasks.read_texts.enqueue(running.pk))
        return redirect(reverse("scans:text_run", args=[running.pk]))

    def text_run(self, request, pk) -> HttpResponse:
        self.check(request)
        run = get_object_or_404(TextRun.objects.select_related("record"), pk=pk)
        share = round(100 * run.done / run.total) if run.total else 0
        return render(request, "iiif/desk/text_run.html", {"run": run, "share": share})


def _receive(request, record: Record, files) -> IngestRun:
    """Put uploads into a folder of their own, under safe names, and hand them to the worker."""
    run = IngestRun.objects.create(
        started_by=request.user, record=record, folder=_("Upload at the desk"), total=len(files)
    )
    folder = Path(settings.IIIF_INCOMING) / str(run.pk)
    folder.mkdir(parents=True, exist_ok=True)
    for number, upload in enumerate(files, start=1):
        target = folder / _safe_name(upload.name)
        if target.exists():
            target = folder / f"{number}-{target.name}"
        with target.open("wb") as kept:
            for chunk in upload.chunks():
                kept.write(chunk)
    tasks.take_in_upload.enqueue(run.pk)
    return run


def _safe_name(name: str) -> str:
    """A name that file systems take: at most 180 bytes, with its ending."""
    path = PurePath(get_valid_filename(PurePath(name).name))
    stem = path.stem.encode()[: 180 - len(path.suffix.encode())].decode(errors="ignore")
    return f"{stem}{path.suffix}"
