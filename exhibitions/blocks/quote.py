"""A quotation from a document."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=1000)
    source = blocks.CharBlock(label=_("Source"), max_length=300, required=False)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "exhibitions/blocks/quote.html"
