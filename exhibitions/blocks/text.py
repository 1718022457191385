"""Headings and running text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FEATURES = ["bold", "italic", "link", "ol", "ul"]


class ChapterBlock(blocks.StructBlock):
    """A heading inside a page, with the line that leads into what follows."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    lead = blocks.TextBlock(label=_("Lead"), required=False, max_length=600)

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "exhibitions/blocks/chapter.html"


class TextBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs) -> None:
        super().__init__(features=FEATURES, **kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "exhibitions/blocks/text.html"
