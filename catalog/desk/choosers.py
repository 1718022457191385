"""Choosing a record: searched as readers search, with a small picture, level and access in each line."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.views.generic.chooser import ChosenMultipleView as BaseChosenMultiple
from wagtail.admin.views.generic.chooser import ChosenView as BaseChosen
from wagtail.admin.viewsets.chooser import ChooserViewSet

from catalog import pictures
from catalog.records.models import Record, Scan
from catalog.records.querysets import RecordQuerySet
from catalog.search.lookup import lookup


class FindForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Words, code or document number"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Without marks too: dia ba, so hoa")}),
    )
    with_scans = forms.BooleanField(label=_("Only with scans"), required=False, initial=True)


class BaseChoose(BaseChooseView):
    filter_form_class = FindForm
    per_page = 12

    def get_object_list(self) -> RecordQuerySet:
        return Record.objects.none()

    def filter_object_list(self, objects) -> RecordQuerySet:
        asked = self.filter_form.cleaned_data if self.filter_form.is_valid() else {}
        is_first = "q" not in self.request.GET
        found = lookup(
            asked.get("q", ""),
            reader=self.request.user,
            with_scans=asked.get("with_scans", False) or is_first,
        )
        first = {scan.record_id: scan for scan in Scan.objects.filter(record__in=found, order=1)}
        for record in found:
            record.first_scan = first.get(record.pk)
        return found

    def apply_object_list_ordering(self, objects) -> RecordQuerySet:
        return objects

    @property
    def columns(self) -> list[Column]:
        return [
            Column("picture", label="", accessor=_picture, width="64px"),
            TitleColumn(
                "title",
                label=_("Title"),
                accessor=str,
                get_url=self.get_chosen_url,
                link_attrs={"data-chooser-modal-choice": True},
            ),
            Column("code", label=_("Code"), accessor="reference_code"),
            Column("level", label=_("Level"), accessor="get_level_display"),
            Column("access", label=_("Access"), accessor="access_in_force"),
        ]

    def get_chosen_url(self, instance) -> str:
        return self.append_preserved_url_parameters(self._reverse_chosen(instance))

    def _reverse_chosen(self, instance) -> str:
        from django.urls import reverse

        return reverse(self.chosen_url_name, args=[instance.pk])


def _picture(record) -> str:
    scan = record.first_scan
    if scan is None:
        return ""
    address = pictures.thumbnail_address(scan)
    if not address:
        return ""
    return format_html(
        '<img src="{}" alt="" width="56" height="56" loading="lazy" class="chooser-picture">',
        address,
    )


class ChooseView(ChooseViewMixin, CreationFormMixin, BaseChoose):
    pass


class ChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, BaseChoose):
    pass


class ChosenView(BaseChosen):
    """What the field shows of a choice: a record that this person may know of."""

    def get_object(self, pk) -> Record:
        return get_object_or_404(Record.objects.visible_to(self.request.user), pk=pk)


class ChosenMultipleView(BaseChosenMultiple):
    def get_objects(self, pks) -> RecordQuerySet:
        return Record.objects.visible_to(self.request.user).filter(pk__in=pks)


class RecordChooserViewSet(ChooserViewSet):
    model = Record
    icon = "folder-open-inverse"
    choose_one_text = _("Choose a record")
    choose_another_text = _("Choose another record")
    edit_item_text = _("Open the record")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    # the snippet of a record has a chooser of its own already
    register_widget = False

    @cached_property
    def creation_form_class(self) -> None:
        return None


record_chooser = RecordChooserViewSet("record_chooser")
