"""Several pictures together."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.choices import Choice
from exhibitions.blocks.exhibits import Exhibit, PictureBlock, ShowsRecords, exhibit_of


class GalleryBlock(ShowsRecords):
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    layout = Choice(label=_("Layout"), choices=[("grid", _("grid")), ("strip", _("film strip"))], default="grid")
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=24)

    def exhibits(self, value) -> Iterator[Exhibit]:
        for picture in value["pictures"]:
            yield exhibit_of(picture)

    def remarks(self, value) -> Iterator[tuple[Exhibit, str]]:
        for picture in value["pictures"]:
            yield exhibit_of(picture), str(picture["caption"] or "")

    class Meta:
        label = _("Gallery")
        icon = "grip"
        template = "exhibitions/blocks/gallery.html"
