"""The way from a story to the reading room."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.exhibits import Exhibit, Need, RecordChooserBlock, ShowsRecords, exhibit_of


class AskBlock(ShowsRecords):
    text = blocks.TextBlock(label=_("Text"), max_length=600)
    record = RecordChooserBlock(label=_("Record"), required=False, help_text=_("What visitors may ask to see."))

    def exhibits(self, value) -> Iterator[Exhibit]:
        if value.get("record"):
            yield exhibit_of(value)._replace(needs=Need.LINK)

    class Meta:
        label = _("Ask the archive")
        icon = "help"
        template = "exhibitions/blocks/ask.html"
