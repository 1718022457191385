"""Several pictures together."""

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from exhibitions.blocks.choices import Choice
from exhibitions.blocks.exhibits import Exhibit, PictureBlock, ShowsEntries, as_html, exhibit_of


class GalleryBlock(ShowsEntries):
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    layout = Choice(label=_("Layout"), choices=[("grid", _("grid")), ("strip", _("film strip"))], default="grid")
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=24)

    def entries(self, value) -> Iterator[tuple[Any, Exhibit | None]]:
        for picture in value["pictures"]:
            yield picture, exhibit_of(picture)

    def remarks(self, value) -> Iterator[tuple[Exhibit, SafeString]]:
        for picture in value["pictures"]:
            yield exhibit_of(picture), as_html(picture["caption"])

    class Meta:
        label = _("Gallery")
        icon = "grip"
        template = "exhibitions/blocks/gallery.html"
