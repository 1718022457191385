"""Two scans against one another."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.choices import Choice
from exhibitions.blocks.exhibits import INLINE, Exhibit, PictureBlock, ShowsRecords, as_html, exhibit_of


class CompareBlock(ShowsRecords):
    """Side by side before scripts run; with them, one over the other behind a slider where the curator wants it."""

    left = PictureBlock(label=_("First"))
    right = PictureBlock(label=_("Second"))
    mode = Choice(
        label=_("How"),
        choices=[("slider", _("with a slider")), ("beside", _("side by side"))],
        default="beside",
    )
    caption = blocks.RichTextBlock(label=_("Caption"), features=INLINE, required=False)

    def exhibits(self, value) -> Iterator[Exhibit]:
        yield exhibit_of(value["left"])
        yield exhibit_of(value["right"])

    def remarks(self, value) -> Iterator[tuple[Exhibit, SafeString]]:
        for side in (value["left"], value["right"]):
            yield exhibit_of(side), as_html(side["caption"])

    class Meta:
        label = _("Comparison")
        icon = "duplicate"
        template = "exhibitions/blocks/compare.html"
