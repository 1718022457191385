"""The exhibition: a page of chapters whose blocks show records of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from catalog import access
from catalog.models import Record, Scan
from exhibitions.blocks import STORY


class ExhibitionIndexPage(Page):
    """All exhibitions, the newest first."""

    introduction = RichTextField(_("introduction"), features=["bold", "italic", "link"], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["exhibitions.ExhibitionPage"]
    template = "exhibitions/index.html"

    class Meta:
        verbose_name = _("list of exhibitions")

    def get_context(self, request, *args, **kwargs):
        pages = (
            ExhibitionPage.objects.live().public().child_of(self).order_by("-first_published_at")
        )
        rows = [
            (page, page.cover_scan_for(request.user))
            for page in pages.select_related("cover_record")
        ]
        return {**super().get_context(request, *args, **kwargs), "exhibitions": rows}


class ExhibitionPage(Page):
    """A cover, an introduction, a story in blocks, credits."""

    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    cover_record = models.ForeignKey(
        Record,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cover"),
    )
    introduction = RichTextField(_("introduction"), features=["bold", "italic", "link"])
    story = StreamField(STORY, blank=True, verbose_name=_("story"))
    credits = RichTextField(_("credits"), features=["bold", "italic", "link"], blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("subtitle"), FieldPanel("cover_record")], heading=_("Cover")),
        FieldPanel("introduction"),
        FieldPanel("story"),
        FieldPanel("credits"),
    ]
    parent_page_types = ["exhibitions.ExhibitionIndexPage"]
    subpage_types: list[str] = []
    template = "exhibitions/exhibition.html"

    class Meta:
        verbose_name = _("exhibition")

    def cover_scan_for(self, reader) -> Scan | None:
        """The first page of the cover record, when this reader may see it."""
        record = self.cover_record
        if record is None or not access.may_see_content(reader, record):
            return None
        return record.scans.in_order().first()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "cover_scan": self.cover_scan_for(request.user)}
