"""Exhibitions as pages: a list of all, one with its cover, its chapters."""

from collections.abc import Iterable

from csp.decorators import csp_replace
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
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

from catalog.models import Record
from exhibitions import dress
from exhibitions.blocks import STORY
from exhibitions.blocks.exhibits import Exhibit
from exhibitions.models.calendar import Run
from exhibitions.querysets import ExhibitionQuerySet
from exhibitions.showing import Showing, exhibits_of
from exhibitions.viewsets.choosers import record_chooser
from exhibitions.widgets import RegionField, ThemeField, xywh_validator

INLINE = ["bold", "italic", "link"]


class ExhibitionIndexPage(Page):
    """All exhibitions: what is on, what comes, and the permanent collection by year."""

    introduction = RichTextField(_("introduction"), features=INLINE, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["exhibitions.ExhibitionPage"]
    template = "exhibitions/index.html"

    class Meta:
        verbose_name = _("list of exhibitions")

    def route(self, request, path_components):
        """Find the exhibition in one question; Wagtail's own way asks for the page and then for what it is."""
        page = child_with_slug(ExhibitionPage, self, path_components)
        if page is None:
            return super().route(request, path_components)
        return page.route(request, path_components[1:])

    def get_context(self, request, *args, **kwargs):
        from exhibitions import programme

        return {
            **super().get_context(request, *args, **kwargs),
            "programme": programme.of(
                self.locale.language_code, request.user, timezone.localdate()
            ),
        }


def child_with_slug(model, parent: Page, path_components: list[str]):
    """The child of a page that the next part of an address names, or nothing."""
    if not path_components:
        return None
    found = model.objects.child_of(parent).filter(slug=path_components[0]).select_related("locale")
    if model is ExhibitionPage:
        found = found.select_related("locale", "cover_record").with_openness()
    return found.first()


class Storied:
    """A page whose stream shows records: previews, drafts and visitors are answered in the same way."""

    def exhibits(self) -> list[Exhibit]:
        """Everything that the page shows, in its order."""
        return list(exhibits_of([self.story]))  # type: ignore[attr-defined]

    def showing(self, reader, beside: Iterable[Exhibit] = ()) -> Showing:
        """Answers for everything that the page shows, and for what stands ``beside`` it, such as the cover."""
        has_documents = any(child.block_type == "document" for child in self.story)  # type: ignore[attr-defined]
        return Showing(reader, [*self.exhibits(), *beside], with_text=has_documents)


class ExhibitionPage(Storied, RoutablePageMixin, Page):
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
        _("detail for the cover"), max_length=40, blank=True, validators=[xywh_validator],
        help_text=_("The home page begins with this detail; left empty, with the whole page."),
    )  # fmt: skip
    introduction = RichTextField(_("introduction"), features=INLINE)
    story = StreamField(STORY, blank=True, verbose_name=_("story"))
    credits = RichTextField(_("credits"), features=[*INLINE, "ul"], blank=True)
    sources = RichTextField(
        _("sources"), features=[*INLINE, "ul"], blank=True,
        help_text=_("Fonds and literature that the exhibition rests on; printed as a colophon."),
    )  # fmt: skip
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
                    MultiFieldPanel(
                        [FieldPanel("credits"), FieldPanel("sources")], heading=_("Colophon")
                    ),
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

    def chapters(self) -> list["ChapterPage"]:
        """Published chapters in their order, without those that Wagtail keeps private; asked for once."""
        return self._chapters

    @cached_property
    def _chapters(self) -> list["ChapterPage"]:
        private = PageViewRestriction.objects.filter(page=OuterRef("pk"))
        return list(
            ChapterPage.objects.live().child_of(self).filter(~Exists(private)).order_by("path")
        )

    @cached_property
    def twin(self) -> "ExhibitionPage | None":
        """The same exhibition in the other language."""
        return (
            type(self)
            .objects.filter(translation_key=self.translation_key)
            .exclude(pk=self.pk)
            .first()
        )

    def current_run(self) -> Run | None:
        return (
            Run.objects.on_now()
            .filter(exhibition=self.translation_key)
            .select_related("day")
            .first()
        )

    def contents(self) -> list["Entry"]:
        """The chapters as this language can tell them; where one is not translated, the original stands."""
        own = {chapter.translation_key: chapter for chapter in self.chapters()}
        entries = [Entry(chapter, chapter.url) for chapter in own.values()]
        if self.twin and self.twin.live:
            lacking = [
                (place, chapter)
                for place, chapter in enumerate(self.twin.chapters())
                if chapter.translation_key not in own
            ]
            if lacking and not self.twin.get_view_restrictions().exists():
                for place, chapter in lacking:
                    link = self.url + self.reverse_subpage("untranslated", args=[chapter.slug])
                    entries.insert(min(place, len(entries)), Entry(chapter, link, borrowed=True))
        return entries

    # -- pages -----------------------------------------------------------------------------------

    def route(self, request, path_components):
        chapter = child_with_slug(ChapterPage, self, path_components[:1])
        if chapter is None or len(path_components) > 1:
            return super().route(request, path_components)
        chapter.exhibition = self
        return chapter.route(request, [])

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.is_open() else []

    def serve(self, request, view=None, args=None, kwargs=None):
        if not getattr(request, "is_preview", False) and not self.is_open():
            raise Http404("This exhibition has not opened.")
        return super().serve(request, view, args, kwargs)

    def get_context(self, request, *args, **kwargs):
        entries, run = self.contents(), self.current_run()
        showing = self.showing(request.user)
        return {
            **super().get_context(request, *args, **kwargs),
            "exhibition": self,
            "entries": entries,
            "following": entries[0] if entries else None,
            "showing": showing,
            "cover": showing.of(self.cover_record),
            "run": run,
            **shared(request, self, showing, run),
        }

    @path("untranslated/<str:slug>/")
    def untranslated(self, request, slug: str):
        """A chapter that this language lacks, in the language that has it, inside this language's frame."""
        entry = next((e for e in self.contents() if e.borrowed and e.page.slug == slug), None)
        if entry is None:
            raise Http404("There is no such chapter.")
        context = {**chapter_context(request, self, entry), "page": entry.page}
        return self.render(request, context_overrides=context, template="exhibitions/chapter.html")

    @path("embed/")
    def embedded(self, request):
        """The cover as a card that other sites may show in a frame."""
        show = xframe_options_exempt(
            lambda request: self.render(request, template="exhibitions/embed.html")
        )
        return csp_replace({"frame-ancestors": ["*"]})(show)(request)

    @path("print/")
    def printed(self, request):
        """The whole exhibition on one page, for paper."""
        entries = self.contents()
        exhibits = [*self.exhibits(), *exhibits_of(entry.page.story for entry in entries)]
        context = {
            "entries": entries,
            "showing": Showing(request.user, exhibits, with_text=True),
            "is_printed": True,
        }
        return self.render(request, context_overrides=context, template="exhibitions/print.html")


class Entry:
    """A chapter in the list of contents; ``borrowed`` from the other language where this one has none."""

    def __init__(self, page: "ChapterPage", link: str, *, borrowed: bool = False) -> None:
        self.page, self.link, self.borrowed = page, link, borrowed

    @property
    def language(self) -> str:
        return self.page.locale.language_code


class ChapterPage(Storied, Page):
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
            raise ValidationError(
                {"slug": _("The exhibition itself uses this address; choose another.")}
            )

    @cached_property
    def twin(self) -> "ChapterPage | None":
        """The same chapter in the other language."""
        beside = self.exhibition.twin
        chapters = beside.chapters() if beside else []
        return next(
            (each for each in chapters if each.translation_key == self.translation_key), None
        )

    @cached_property
    def exhibition(self) -> ExhibitionPage:
        return ExhibitionPage.objects.get(path=self.path[:-4])

    def is_open(self) -> bool:
        return self.live and self.exhibition.is_open()

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.is_open() else []

    def serve(self, request, *args, **kwargs):
        if not getattr(request, "is_preview", False) and not self.is_open():
            raise Http404("This exhibition has not opened.")
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        entries = self.exhibition.contents()
        here = Entry(self, self.url or "")  # this very page, whose blocks are read already
        return {
            **super().get_context(request, *args, **kwargs),
            **chapter_context(request, self.exhibition, here, entries),
        }


def shared(request, exhibition: ExhibitionPage, showing: Showing, run: Run | None = None) -> dict:
    """The theme, and what others may use of an exhibition that has opened."""
    from exhibitions import sharing

    dress.wear(exhibition.theme)
    if getattr(request, "is_preview", False):
        return {"draft_until": getattr(request, "draft_until", None)}
    return {"published": sharing.published(request, exhibition, showing, run)}


def chapter_context(
    request, exhibition: ExhibitionPage, here: Entry, entries: list[Entry] | None = None
) -> dict:
    """What the template of a chapter needs, whichever language lends it."""
    entries = exhibition.contents() if entries is None else entries
    showing = here.page.showing(request.user, beside=exhibition.cover())
    place = next((n for n, entry in enumerate(entries) if entry.page.pk == here.page.pk), 0)
    return {
        "exhibition": exhibition,
        "entries": entries,
        "here": here,
        "number": place + 1,
        "total": len(entries),
        "share": round(100 * (place + 1) / max(len(entries), 1)),
        "previous": entries[place - 1] if place and entries else None,
        "following": entries[place + 1] if place + 1 < len(entries) else None,
        "showing": showing,
        **shared(request, exhibition, showing),
    }
