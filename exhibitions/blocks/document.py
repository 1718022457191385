"""A page beside its words."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.exhibits import Exhibit, PageBlock, RecordChooserBlock, ShowsRecords, as_html


class DocumentBlock(ShowsRecords):
    """Words typed here stand before those that were read from the page by machine or taken in with it."""

    record = RecordChooserBlock(label=_("Record"))
    page = PageBlock(label=_("Page"))
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    alt = blocks.CharBlock(label=_("What is to be seen"), max_length=300)
    transcription = blocks.TextBlock(
        label=_("Transcription"),
        required=False,
        help_text=_("Left empty, the text of the page is shown."),
    )

    def remarks(self, value) -> Iterator[tuple[Exhibit, SafeString]]:
        for exhibit in self.exhibits(value):
            yield exhibit, as_html(value["title"])

    class Meta:
        label = _("Document with its text")
        icon = "doc-full"
        template = "exhibitions/blocks/document.html"
