"""The desk for records: find, describe, change access."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView

from catalog import dates
from catalog.desk.forms import MoveForm, ReclassifyForm
from catalog.desk.viewset import DeskViewSet, KeptViewSet
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from catalog.records.models import Record, Scan


class RecordForm(WagtailAdminModelForm):
    """Checks what only a person can mend."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = describing.last_event(self.instance)

    def clean_date_edtf(self) -> str:
        edtf = self.cleaned_data["date_edtf"]
        try:
            dates.bounds(edtf)
        except dates.BadDate as wrong:
            raise forms.ValidationError(
                _("%(date)s is not a date such as 1932, 1930~/1935 or 1945-09-02.") % {"date": edtf}
            ) from wrong
        return edtf

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.instance.date_edtf = cleaned.get("date_edtf", self.instance.date_edtf)
        describing.set_dates(self.instance)
        return cleaned


def _panel(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name) for name in names]


EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(
            [
                HelpPanel(template="catalog/desk/record_links.html"),
                FieldRowPanel([FieldPanel("level"), FieldPanel("reference_code")]),
                *_panel("title", "title_en", "public_title"),
                FieldRowPanel([FieldPanel("date_text"), FieldPanel("date_edtf")]),
                *_panel("extent", "scope_content", "tags"),
                MultiFieldPanel(
                    [
                        FieldRowPanel(_panel("document_type", "document_code")),
                        FieldRowPanel(_panel("sheet_count", "page_count")),
                        FieldRowPanel(_panel("retention", "paper_file_code")),
                    ],
                    heading=gettext_lazy("Circular 05/2025/TT-BNV"),
                ),
                MultiFieldPanel(
                    [FieldRowPanel(_panel("page_layout", "page_direction")), FieldPanel("rights")],
                    heading=gettext_lazy("Pages and rights"),
                ),
            ],
            heading=gettext_lazy("Identity and content"),
        ),
        ObjectList(
            _panel(
                "places",
                "administrative_history",
                "custodial_history",
                "acquisition",
                "appraisal",
                "accruals",
                "arrangement",
            ),
            heading=gettext_lazy("Context and structure"),
        ),
        ObjectList(
            _panel(
                "access_conditions",
                "reproduction_conditions",
                "languages",
                "physical_condition",
                "finding_aids",
                "originals_location",
                "copies_location",
                "related_units",
                "publication_note",
            ),
            heading=gettext_lazy("Use and allied materials"),
        ),
        ObjectList(
            _panel("note", "archivist_note", "rules", "description_dates"),
            heading=gettext_lazy("Notes and control"),
        ),
    ],
    base_form_class=RecordForm,
)


class DescribeView(CreateView):
    """A new description under the record that ``?under=`` names, or a new fonds."""

    def get_add_url(self) -> str:
        under = self.request.GET.get("under")
        return super().get_add_url() + (f"?{urlencode({'under': under})}" if under else "")

    def save_instance(self) -> Record:
        under = self.request.GET.get("under")
        parent = get_object_or_404(Record, key=under) if under else None
        values = _shown(self.form)
        names = {name: values.pop(name) for name in ("tags", "places") if name in values}
        record = describing.create(parent=parent, by=self.request.user, at=timezone.now(), **values)
        record.tags.set(names.get("tags", []))
        record.places.set(names.get("places", []))
        self.new_revision = record.save_revision(user=self.request.user, log_action=True)
        self.has_content_changes = True
        return record


class ChangeView(EditView):
    """An edit is written with its event and told to the index."""

    def save_instance(self) -> Record:
        return _describe(self)

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except describing.ChangedMeanwhile as wrong:
            names = [str(Record._meta.get_field(name).verbose_name) for name in wrong.fields]
            self.produced_error_message = _(
                "Nothing was saved: somebody has changed %(fields)s since you opened this page. "
                "Open the record anew in another window and take over what you want to keep."
            ) % {"fields": ", ".join(names)}
            return self.form_invalid(form)


@transaction.atomic
def _describe(view, *, going_back_to=None) -> Record:
    """Write what the form shows, and nothing else of the row: the rest belongs to other verbs, at work meanwhile."""
    form, user = view.form, view.request.user
    seen = form.cleaned_data.get("seen")
    record = describing.describe(view.object, by=user, at=timezone.now(), seen=seen, **_shown(form))
    view.has_content_changes = form.has_changed()
    view.new_revision = record.save_revision(
        user=user,
        log_action=True,
        changed=view.has_content_changes,
        previous_revision=going_back_to,
    )
    return record


def _shown(form) -> dict:
    """The values of a form of records by the names of their fields."""
    return {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data and name != "seen"}


class RecordViewSet(KeptViewSet):
    model = Record
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Catalogue")
    menu_order = 100
    add_to_admin_menu = True
    list_display = [
        "reference_code",
        Column("title", label=gettext_lazy("Title"), sort_key="title"),
        Column("get_level_display", label=gettext_lazy("Level")),
        Column("access_in_force", label=gettext_lazy("Access")),
        DateColumn("updated_at", label=gettext_lazy("Changed on")),
    ]
    list_filter = ["level", "effective_access"]
    list_per_page = 20
    ordering = ["path"]
    search_fields = ["reference_code", "title", "key"]
    add_view_class = DescribeView
    edit_view_class = ChangeView
    edit_handler = EDIT_HANDLER

    @property
    def revisions_revert_view_class(self) -> type:
        class RevertView(super().revisions_revert_view_class):  # type: ignore[misc]
            """Going back to an earlier description is an edit like any other."""

            def save_instance(self) -> Record:
                return _describe(self, going_back_to=self.revision)

        return RevertView


class AccessViewSet(DeskViewSet):
    """Who may see a record: one page, what will change, one confirmation."""

    permission = "catalog.change_access"
    add_to_admin_menu = False  # reached from a record
    name = "access"
    url_prefix = "access"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<slug:key>/", self.change, name="change"),
            path("<slug:key>/move/", self.move, name="move"),
        ]

    def move(self, request, key) -> HttpResponse:
        """Put a record, with all below it, under another one."""
        self.check(request)
        record = get_object_or_404(Record, key=key)
        form = MoveForm(request.POST if request.method == "POST" else None, record=record)
        if request.method == "POST" and form.is_valid():
            describing.move(record, under=form.cleaned_data["under"], by=request.user, at=timezone.now())
            messages.success(request, _("The record was moved with everything below it; its link stays."))
            return redirect(reverse("wagtailsnippets_catalog_record:edit", args=[record.pk]))
        return render(request, "catalog/desk/move.html", {"record": record, "form": form})

    def change(self, request, key) -> HttpResponse:
        self.check(request)
        record = get_object_or_404(Record, key=key)
        form = ReclassifyForm(request.POST or None, record=record)
        if request.method == "POST" and form.is_valid():
            opening.reclassify(record, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request,
                _("The access was changed on every page, for this record and all below it."),
            )
            return redirect(reverse("access:change", args=[key]))
        below = Record.objects.under(record)
        context = {
            "record": record,
            "form": form,
            "records_below": below.count(),
            "scans_below": Scan.objects.under(record).count(),
            "public_below": below.published().count(),
        }
        return render(request, "catalog/desk/access.html", context)
