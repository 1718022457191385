"""A zoom story: one scan, steps that move the eye over it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from exhibitions.blocks.record import ShowsRecord

XYWH = re.compile(r"\A\d{1,6},\d{1,6},[1-9]\d{0,5},[1-9]\d{0,5}\Z", re.ASCII)


class RegionField(blocks.CharBlock):
    """A region of the full image in pixels: x,y,width,height (Media Fragments, as IIIF uses it)."""

    def clean(self, value):
        value = super().clean(value)
        if value and not XYWH.match(value):
            raise ValidationError(_("A region is four whole numbers: x,y,width,height."))
        return value


class StepBlock(blocks.StructBlock):
    xywh = RegionField(label=_("Region"), help_text=_("x,y,width,height in pixels of the scan"))
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic"])
    alt = blocks.CharBlock(label=_("What is to be seen"), max_length=300)

    class Meta:
        label = _("Step")


class ZoomBlock(ShowsRecord):
    """Steps over one scan; without scripts each step shows its own detail."""

    record = SnippetChooserBlock("catalog.Record", label=_("Record"))
    page = blocks.IntegerBlock(label=_("Page"), default=1, min_value=1)
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        label = _("Zoom story")
        icon = "search"
        template = "exhibitions/blocks/zoom.html"
