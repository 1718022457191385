"""Events in their order, from records or typed."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.exhibits import Exhibit, PageBlock, RecordChooserBlock, ShowsEntries, named
from exhibitions.calendar import reigns


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(
        label=_("When"),
        max_length=80,
        required=False,
        help_text=_("As it should be read: 1945, 2/9/1945, Tự Đức 5. Left empty, the date of the record."),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    text = blocks.TextBlock(label=_("Text"), max_length=800, required=False)
    record = RecordChooserBlock(label=_("Record"), required=False)
    page = PageBlock(label=_("Page"), required=False)
    alt = blocks.CharBlock(label=_("What is to be seen"), max_length=300, required=False)

    class Meta:
        label = _("Moment")


class TimelineBlock(ShowsEntries):
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    moments = blocks.ListBlock(MomentBlock(), label=_("Moments"), min_num=2)

    def entries(self, value) -> Iterator[tuple[Any, Exhibit | None]]:
        for moment in value["moments"]:
            yield moment, named(moment) if moment.get("record") else None

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        moments = [(entry, reigns.explained(entry.value.get("when") or "")) for entry in context["entries"]]
        return {**context, "moments": moments}

    class Meta:
        label = _("Timeline")
        icon = "history"
        template = "exhibitions/blocks/timeline.html"
