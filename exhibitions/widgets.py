"""Fields of the desk that are filled by looking: a page among pictures, a region drawn on it, a spot on a map."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms.widgets import Script
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from exhibitions import themes

xywh_validator = RegexValidator(
    r"\A\d{1,6},\d{1,6},[1-9]\d{0,5},[1-9]\d{0,5}\Z",
    gettext_lazy("A region is four whole numbers: x,y,width,height."),
)


class _Looked(forms.TextInput):
    """A plain input inside an element that helps to fill it; without scripts the input remains."""

    element = ""

    def words(self) -> dict[str, str]:
        return {}

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        said = mark_safe(  # noqa: S308  built by format_html
            "".join(format_html(' data-{}="{}"', key, word) for key, word in self.words().items())
        )
        return format_html("<{0}{1}>{2}</{0}>", mark_safe(self.element), said, field)  # noqa: S308

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=["iiif/vendor/openseadragon.min.js", Script("exhibitions/desk.js", type="module")],  # type: ignore[list-item]
            css={"all": ["exhibitions/desk.css"]},
        )


class PageField(_Looked):
    element = "page-field"

    def words(self) -> dict[str, str]:
        return {
            "choose": _("Choose the page"),
            "none": _("Choose a record with scans first."),
            "page": _("Page"),
        }


class RegionField(_Looked):
    element = "region-field"

    def words(self) -> dict[str, str]:
        return {
            "draw": _("Draw the region"),
            "none": _("Choose a record with scans first."),
            "hint": _("Drag over the picture. With the keyboard: arrows move the frame, Shift with arrows resizes it."),
            "done": _("Done"),
        }


class SpotField(_Looked):
    element = "spot-field"

    def words(self) -> dict[str, str]:
        return {"choose": _("Point on the map"), "done": _("Done")}


class ThemeField(forms.RadioSelect):
    """The themes to choose from, each with its picture."""

    template_name = "exhibitions/desk/themes.html"
    option_template_name = "exhibitions/desk/theme.html"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs)
        self.choices = themes.choices  # type: ignore[assignment]

    def create_option(self, name, value, *args, **kwargs) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        pictures = {each.name: each.picture for each in themes.themes()}
        return {**option, "picture": pictures.get(str(value), "")}


for widget in (PageField, RegionField, SpotField):
    register(WidgetAdapter(), widget)
