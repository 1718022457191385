"""A page of a record as a picture."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.exhibits import INLINE, PageBlock, RecordChooserBlock, ShowsRecords


class RecordBlock(ShowsRecords):
    """Credit and rights come from the record; a curator may put other words in their place."""

    record = RecordChooserBlock(label=_("Record"))
    page = PageBlock(label=_("Page"))
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)
    alt = blocks.CharBlock(label=_("What is to be seen"), max_length=300, help_text=_("For those who cannot see it."))
    credit = blocks.CharBlock(label=_("Credit"), required=False, help_text=_("Left empty, it is made from the record."))
    rights = blocks.CharBlock(label=_("Rights"), required=False, help_text=_("Left empty, it is made from the record."))

    class Meta:
        label = _("Record")
        icon = "image"
        template = "exhibitions/blocks/record.html"
