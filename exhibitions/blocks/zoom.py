"""A zoom story: one scan, steps that move the eye over it."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.exhibits import (
    INLINE,
    Exhibit,
    PageBlock,
    RecordChooserBlock,
    RegionBlock,
    ShowsRecords,
    as_html,
    exhibit_of,
)


class StepBlock(blocks.StructBlock):
    xywh = RegionBlock(label=_("Region"))
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE)
    alt = blocks.CharBlock(label=_("What is to be seen"), max_length=300)

    class Meta:
        label = _("Step")


class ZoomBlock(ShowsRecords):
    """Steps over one scan; without scripts each step shows its own detail."""

    record = RecordChooserBlock(label=_("Record"))
    page = PageBlock(label=_("Page"))
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    def exhibits(self, value) -> Iterator[Exhibit]:
        yield exhibit_of(value, tuple(step.get("xywh") or "" for step in value.get("steps") or ()))

    def remarks(self, value) -> Iterator[tuple[Exhibit, SafeString]]:
        for step in value["steps"]:
            yield exhibit_of(value, (step["xywh"],)), as_html(step["text"])

    class Meta:
        label = _("Zoom story")
        icon = "search"
        template = "exhibitions/blocks/zoom.html"
