"""An exhibition: its cover, when it is open, and the pages that it answers itself."""

from typing import Any

from csp.decorators import csp_replace
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.url_routing import RouteResult

from catalog.desk.choosers import record_chooser
from catalog.models import Record
from exhibitions.blocks import STORY
from exhibitions.blocks.exhibits import Exhibit
from exhibitions.models.calendar import Run
from exhibitions.models.pages import contents
from exhibitions.models.pages.chapter import ChapterPage
from exhibitions.models.pages.story import INLINE, StoryMixin, child_with_slug, is_draft, theme_and_sharing
from exhibitions.querysets import ExhibitionQuerySet
from exhibitions.showing import Showing, exhibits_of
from exhibitions.widgets import RegionField, ThemeField, xywh_validator


class ExhibitionPage(StoryMixin, RoutablePageMixin, Page):
    """A cover, an introduction, chapters, credits, sources. Publishing says it is ready; the calendar opens it."""

    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    cover_record = models.ForeignKey(
        Record,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cover"),
    )
    cover_region = models.CharField(
        _("detail for the cover"),
        max_length=40,
        blank=True,
        validators=[xywh_validator],
        help_text=_("The home page begins with this detail; left empty, with the whole page."),
    )
    introduction = RichTextField(_("introduction"), features=INLINE)
    story = StreamField(STORY, blank=True, verbose_name=_("story"))
    credits = RichTextField(_("credits"), features=[*INLINE, "ul"], blank=True)
    sources = RichTextField(
        _("sources"),
        features=[*INLINE, "ul"],
        blank=True,
        help_text=_("Fonds and literature that the exhibition rests on; printed as a colophon."),
    )
    theme = models.SlugField(_("theme"), max_length=40, blank=True)

    objects = PageManager.from_queryset(ExhibitionQuerySet)()

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(template="exhibitions/desk/state.html"),
                    *Page.content_panels,
                    FieldPanel("subtitle"),
                    MultiFieldPanel(
                        [
                            FieldPanel("cover_record", widget=record_chooser.widget_class),
                            FieldPanel("cover_region", widget=RegionField),
                        ],
                        heading=_("Cover"),
                    ),
                    FieldPanel("introduction"),
                    FieldPanel("story"),
                    MultiFieldPanel([FieldPanel("credits"), FieldPanel("sources")], heading=_("Colophon")),
                ],
                heading=_("Content"),
            ),
            ObjectList(
                [
                    HelpPanel(template="exhibitions/desk/calendar_help.html"),
                    InlinePanel("occasions", label=_("Occasion"), heading=_("Opens for")),
                    FieldPanel("theme", widget=ThemeField),
                ],
                heading=_("Calendar and theme"),
            ),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )
    parent_page_types = ["exhibitions.ExhibitionIndexPage"]
    subpage_types = ["exhibitions.ChapterPage"]
    template = "exhibitions/exhibition.html"

    class Meta:
        verbose_name = _("exhibition")

    # -- what it is ------------------------------------------------------------------------------

    def cover(self) -> list[Exhibit]:
        """The first page of the cover record, or nothing."""
        if not self.cover_record_id:
            return []
        return [Exhibit(self.cover_record_id, 1, (self.cover_region,) if self.cover_region else ())]

    def exhibits(self) -> list[Exhibit]:
        return [*self.cover(), *super().exhibits()]

    def is_open(self) -> bool:
        """Whether visitors may enter: it is published, and the calendar has opened it or has no say.

        Whether Wagtail keeps a page private is asked by Wagtail when it serves the page.
        """
        has_opened = getattr(self, "has_opened", None)
        if has_opened is None:
            has_opened = type(self).objects.with_openness().get(pk=self.pk).has_opened
        return bool(self.live and has_opened)

    def all_chapters(self) -> Any:
        """Every chapter in its order, published or not, without those that Wagtail keeps private."""
        private = PageViewRestriction.objects.filter(page=OuterRef("pk"))
        return ChapterPage.objects.child_of(self).filter(~Exists(private)).order_by("path")

    def chapters(self) -> tuple[ChapterPage, ...]:
        """The published ones; asked for once."""
        return self._chapters

    @cached_property
    def _chapters(self) -> tuple[ChapterPage, ...]:
        return tuple(self.all_chapters().live())

    def drafts(self) -> list[ChapterPage]:
        """All of them as they were last saved."""
        return [chapter.get_latest_revision_as_object() for chapter in self.all_chapters()]

    @cached_property
    def twin(self) -> "ExhibitionPage | None":
        """The same exhibition in the other language."""
        return type(self).objects.filter(translation_key=self.translation_key).exclude(pk=self.pk).first()

    def current_run(self) -> Run | None:
        return Run.objects.on_now().filter(exhibition=self.translation_key).select_related("day").first()

    # -- pages -----------------------------------------------------------------------------------

    def route(self, request, path_components) -> RouteResult:
        chapter = child_with_slug(ChapterPage, self, path_components[:1])
        if chapter is None or len(path_components) > 1:
            return super().route(request, path_components)
        chapter.exhibition = self
        return chapter.route(request, [])

    def serve(self, request, view=None, args=None, kwargs=None) -> HttpResponse:
        if not is_draft(request) and not self.is_open():
            raise Http404("This exhibition has not opened.")
        return super().serve(request, view, args, kwargs)

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        entries, run = contents.as_read(request, self), self.current_run()
        showing = self.showing(request.user)
        return {
            **super().get_context(request, *args, **kwargs),
            "exhibition": self,
            "entries": entries,
            "following": entries[0] if entries else None,
            "showing": showing,
            "cover": showing.of(self.cover_record),
            "run": run,
            **theme_and_sharing(request, self, showing, run),
        }

    @path("untranslated/<str:slug>/")
    def untranslated(self, request, slug: str) -> HttpResponse:
        """A chapter that this language lacks, in the language that has it, inside this language's frame."""
        entries = contents.as_read(request, self)
        entry = next((each for each in entries if each.borrowed and each.page.slug == slug), None)
        if entry is None:
            raise Http404("There is no such chapter.")
        context = contents.chapter_context(request, self, entry, entries) | {"page": entry.page}
        return self.render(request, context_overrides=context, template="exhibitions/chapter.html")

    @path("embed/")
    def embedded(self, request) -> HttpResponse:
        """The cover as a card that other sites may show in a frame."""
        show = xframe_options_exempt(lambda request: self.render(request, template="exhibitions/embed.html"))
        return csp_replace({"frame-ancestors": ["*"]})(show)(request)

    @path("print/")
    def printed(self, request) -> HttpResponse:
        """The whole exhibition on one page, for paper."""
        entries = contents.as_read(request, self)
        exhibits = [*self.exhibits(), *exhibits_of(entry.page.story for entry in entries)]
        context = {
            "entries": entries,
            "showing": Showing(request.user, exhibits, with_text=True),
            "is_printed": True,
        }
        return self.render(request, context_overrides=context, template="exhibitions/print.html")
