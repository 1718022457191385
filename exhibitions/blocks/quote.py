"""A quotation from a document."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.exhibits import Exhibit, Need, RecordChooserBlock, ShowsRecords, exhibit_of


class QuoteBlock(ShowsRecords):
    text = blocks.TextBlock(label=_("Words"), max_length=1000)
    source = blocks.CharBlock(label=_("Source"), max_length=300, required=False)
    record = RecordChooserBlock(label=_("Record"), required=False, help_text=_("Where the words stand."))

    def exhibits(self, value) -> Iterator[Exhibit]:
        if value.get("record"):
            yield exhibit_of(value)._replace(needs=Need.CONTENT)  # words of a document are its content

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "exhibitions/blocks/quote.html"
