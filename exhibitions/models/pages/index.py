"""All exhibitions on one page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from exhibitions import programme
from exhibitions.models.calendar import Day, Run
from exhibitions.models.pages.exhibition import ExhibitionPage
from exhibitions.models.pages.story import INLINE, child_with_slug


def calendar_rows() -> programme.CalendarRows:
    """All exhibitions, days and runs: what a programme is made from."""
    return programme.CalendarRows(ExhibitionPage.objects.all(), Run.objects.all(), Day.objects.all())


class ExhibitionIndexPage(Page):
    """All exhibitions: what is on, what comes, and the permanent collection by year."""

    introduction = RichTextField(_("introduction"), features=INLINE, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["exhibitions.ExhibitionPage"]
    template = "exhibitions/index.html"

    class Meta:
        verbose_name = _("list of exhibitions")

    def route(self, request, path_components) -> RouteResult:
        """Find the exhibition in one question; Wagtail's own way asks for the page and then for what it is."""
        page = child_with_slug(ExhibitionPage, self, path_components)
        if page is None:
            return super().route(request, path_components)
        return page.route(request, path_components[1:])

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        language = self.locale.language_code
        return {
            **super().get_context(request, *args, **kwargs),
            "programme": programme.of(calendar_rows(), language, request.user, timezone.localdate()),
        }
