"""HomePage, StandardPage and the archive's own settings."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from catalog.models import Record
from exhibitions import programme
from exhibitions.models import ExhibitionIndexPage, calendar_rows
from exhibitions.models.pages import child_with_slug
from exhibitions.widgets import ThemeField

TEXT = ["bold", "italic", "link", "ol", "ul"]


@register_setting(icon="site")
class ArchiveSettings(BaseSiteSetting):
    """What the archive says of itself on every page."""

    name = models.CharField(_("name of the archive"), max_length=200, default="Tàng Thư")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    superior = models.CharField(_("superior body"), max_length=200, blank=True)
    superior_en = models.CharField(_("superior body in English"), max_length=200, blank=True)
    hotline = models.CharField(_("hotline"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail of the service desk"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    address_en = models.CharField(_("address in English"), max_length=300, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    notice = models.CharField(_("notice above every page"), max_length=300, blank=True)
    notice_en = models.CharField(_("notice in English"), max_length=300, blank=True)

    theme = models.SlugField(_("theme"), max_length=40, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("name", "name_en", "superior", "superior_en")],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("hotline", "email", "address", "address_en", "hours")],
            heading=_("Service desk"),
        ),
        MultiFieldPanel([FieldPanel("notice"), FieldPanel("notice_en")], heading=_("Notice")),
        FieldPanel("theme", widget=ThemeField),
    ]

    class Meta:
        verbose_name = _("the archive")


class HomePage(Page):
    """The front page: the exhibition that is on, quick paths, the holdings by time."""

    introduction = RichTextField(_("introduction"), features=TEXT, blank=True)
    quick_paths = StreamField([("path", RichTextBlock(features=["link"]))], blank=True, verbose_name=_("quick paths"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("quick_paths")]
    max_count_per_parent = None
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request, path_components) -> RouteResult:
        """Find the list of exhibitions in one question: every page of an exhibition comes by here."""
        index = child_with_slug(ExhibitionIndexPage, self, path_components)
        if index is None:
            return super().route(request, path_components)
        return index.route(request, path_components[1:])

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        shown = Record.objects.visible_to(request.user)
        language, day = self.locale.language_code, timezone.localdate()
        rows = calendar_rows()
        on_show = programme.of(rows, language, request.user, day)
        return {
            **super().get_context(request, *args, **kwargs),
            "lead": on_show.on_now[0] if on_show.on_now else None,
            "programme": on_show,
            "more_on_now": on_show.on_now[1:4],
            "today": programme.of_day(rows, day, language, request.user),
            "fonds": shown.top()[:12],
            "holdings": holdings_by_time(shown),
            "figures": figures(shown),
        }


class StandardPage(Page):
    """A page of plain text: about, how to use, rules."""

    body = RichTextField(_("text"), features=[*TEXT, "h2", "h3", "hr"])

    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("plain page")


PERIODS = (
    (1802, 1884, _("Nguyễn court")),
    (1885, 1945, _("Colonial time")),
    (1946, 1954, _("Resistance")),
    (1955, 1975, _("Two administrations")),
    (1976, 1996, _("After reunification")),
    (1997, 2025, _("The renewed province")),
)


def holdings_by_time(shown) -> list[dict]:
    """How many described units reach into each period, as the search that a band leads to counts them."""
    rows = []
    for first, last, label in PERIODS:
        count = shown.filter(date_to__year__gte=first, date_from__year__lte=last).count()
        rows.append({"first": first, "last": last, "label": label, "count": count})
    most = max((row["count"] for row in rows), default=0) or 1
    for row in rows:
        row["share"] = round(100 * row["count"] / most)
        row["rest"] = 100 - row["share"]
    return rows


def figures(shown) -> dict:
    """Figures of the archive, told as a sentence: only what this reader may know of is counted."""
    return {
        "fonds": shown.filter(depth=1).count(),
        "records": shown.count(),
        "first_year": shown.exclude(date_from=None).aggregate(first=models.Min("date_from__year"))["first"],
        "last_year": shown.exclude(date_to=None).aggregate(last=models.Max("date_to__year"))["last"],
    }
