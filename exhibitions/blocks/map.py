"""Places of records on a map of Vietnam that the archive serves itself."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions import maps
from exhibitions.blocks.choices import Switch
from exhibitions.blocks.exhibits import Exhibit, PageBlock, RecordChooserBlock, ShowsEntries, named
from exhibitions.widgets import SpotField


def in_vietnam(value: str) -> None:
    try:
        maps.spot(value)
    except ValueError as wrong:
        raise ValidationError(_("A place is its latitude and longitude, within the map: 16.46,107.59.")) from wrong


class SpotBlock(blocks.FieldBlock):
    """Latitude and longitude in degrees, pointed at on the map."""

    def __init__(self, required=True, **kwargs) -> None:
        self.field = forms.CharField(required=required, validators=[in_vietnam], widget=SpotField(), max_length=40)
        super().__init__(**kwargs)

    class Meta:
        icon = "site"


class PlaceBlock(blocks.StructBlock):
    spot = SpotBlock(label=_("Where"))
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=600, required=False)
    record = RecordChooserBlock(label=_("Record"), required=False)
    page = PageBlock(label=_("Page"), required=False)

    class Meta:
        label = _("Place")


class MapBlock(ShowsEntries):
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    former = Switch(label=_("With the 63 provinces of before July 2025"), required=False, default=False)
    places = blocks.ListBlock(PlaceBlock(), label=_("Places"), min_num=1, max_num=40)

    def entries(self, value) -> Iterator[tuple[Any, Exhibit | None]]:
        for place in value["places"]:
            yield place, named(place) if place.get("record") else None

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["map"] = maps.vietnam()
        context["places"] = [
            (number, entry, maps.point(*maps.spot(entry.value["spot"])))
            for number, entry in enumerate(context["entries"], start=1)
            if entry.value.get("spot")
        ]
        return context

    class Meta:
        label = _("Map")
        icon = "site"
        template = "exhibitions/blocks/map.html"
