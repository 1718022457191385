"""A chapter of an exhibition."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from exhibitions.blocks import STORY
from exhibitions.models.pages import contents
from exhibitions.models.pages.story import StoryMixin, is_draft

if TYPE_CHECKING:
    from exhibitions.models.pages.exhibition import ExhibitionPage


class ChapterPage(StoryMixin, Page):
    """One chapter: a line that leads in, and its story."""

    lead = models.TextField(_("lead"), max_length=600, blank=True)
    story = StreamField(STORY, blank=True, verbose_name=_("story"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("story")]
    parent_page_types = ["exhibitions.ExhibitionPage"]
    subpage_types: list[str] = []
    template = "exhibitions/chapter.html"
    # addresses that the exhibition itself answers
    taken = ("print", "embed", "untranslated")

    class Meta:
        verbose_name = _("chapter")

    def clean(self) -> None:
        super().clean()
        if self.slug in self.taken:
            raise ValidationError({"slug": _("The exhibition itself uses this address; choose another.")})

    @cached_property
    def twin(self) -> "ChapterPage | None":
        """The same chapter in the other language."""
        beside = self.exhibition.twin
        chapters = beside.chapters() if beside else []
        return next((each for each in chapters if each.translation_key == self.translation_key), None)

    @cached_property
    def exhibition(self) -> "ExhibitionPage":
        from exhibitions.models.pages.exhibition import ExhibitionPage

        return ExhibitionPage.objects.get(path=self.path[:-4])

    def is_open(self) -> bool:
        return self.live and self.exhibition.is_open()

    def serve(self, request, *args, **kwargs) -> HttpResponse:
        if not is_draft(request) and not self.is_open():
            raise Http404("This exhibition has not opened.")
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        exhibition = contents.exhibition_of(request, self)
        # this very page, whose blocks are read already
        here = contents.ContentsEntry(self, contents.address(request, self))
        entries = contents.as_read(request, exhibition)
        return {
            **super().get_context(request, *args, **kwargs),
            **contents.chapter_context(request, exhibition, here, entries),
        }
