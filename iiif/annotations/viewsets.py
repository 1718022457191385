"""The desk for annotations: draw a region on the page, say what is there."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.desk.viewset import DeskViewSet
from catalog.models import Scan
from iiif.annotations import actions
from iiif.models import Annotation


class AnnotationForm(forms.ModelForm):
    """What is said, and where; the four numbers are filled by drawing on the page."""

    class Meta:
        model = Annotation
        fields = ["x", "y", "width", "height", "motivation", "text", "text_en"]
        widgets = {
            **dict.fromkeys(("x", "y", "width", "height"), forms.HiddenInput),
            "text": forms.Textarea(attrs={"rows": 4}),
            "text_en": forms.Textarea(attrs={"rows": 3}),
        }


class AnnotationViewSet(DeskViewSet):
    permission = "catalog.add_scan"
    add_to_admin_menu = False  # reached from the scans of a record
    name = "annotations"
    url_prefix = "annotations"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("scan/<slug:key>/", self.scan, name="scan"),
            path("change/<slug:key>/", self.change, name="change"),
            path("remove/<slug:key>/", self.remove, name="remove"),
        ]

    def scan(self, request, key) -> HttpResponse:
        """All annotations of a page, and a form for one more."""
        self.check(request)
        scan = get_object_or_404(Scan.objects.select_related("record"), key=key)
        return self._form(request, scan, None)

    def change(self, request, key) -> HttpResponse:
        self.check(request)
        found = get_object_or_404(Annotation.objects.select_related("scan__record"), key=key)
        return self._form(request, found.scan, found)

    def _form(self, request, scan: Scan, annotation: Annotation | None) -> HttpResponse:
        form = AnnotationForm(request.POST or None, instance=annotation)
        if request.method == "POST" and form.is_valid():
            try:
                actions.write(scan, annotation, by=request.user, at=timezone.now(), **form.cleaned_data)
            except actions.OutsideThePage:
                form.add_error(None, _("The region lies outside the page. Draw it anew."))
            else:
                messages.success(request, _("The annotation was published."))
                return redirect(reverse("annotations:scan", args=[scan.key]))
        context = {
            "scan": scan,
            "form": form,
            "annotation": annotation,
            "annotations": Annotation.objects.filter(scan=scan),
        }
        return render(request, "iiif/desk/annotations.html", context)

    def remove(self, request, key) -> HttpResponse:
        """Ask once, then take the annotation away."""
        self.check(request)
        found = get_object_or_404(Annotation.objects.select_related("scan__record"), key=key)
        if request.method == "POST":
            actions.remove(found, by=request.user, at=timezone.now())
            messages.success(request, _("The annotation was removed."))
            return redirect(reverse("annotations:scan", args=[found.scan.key]))
        return render(request, "iiif/desk/remove_annotation.html", {"annotation": found})
