"""Which theme an answer has: the page's own, else the season's, else the site's; the default where one is missing."""

from contextvars import ContextVar

from django.apps import apps
from django.core.cache import cache as memory
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Site

from exhibitions import themes as exhibition_themes
from portal.theming.folders import DEFAULT, theme, themes

SEASON_SECONDS = 60
current: ContextVar[str] = ContextVar("theme", default=DEFAULT)


def theme_choices() -> list[exhibition_themes.ThemeChoice]:
    return [exhibition_themes.ThemeChoice(each.name, each.said(), each.picture) for each in themes().values()]


def apply_theme(name: str) -> None:
    """Give the answer at work a theme; one that is not there changes nothing."""
    if name in themes():
        current.set(name)


def of_today(request: HttpRequest) -> str:
    """The season's theme, else the site's."""
    from exhibitions import programme
    from exhibitions.models import Season

    site = Site.find_for_request(request)
    place = f"theme:{site.pk if site else 0}"
    known = memory.get(place)
    if known is None:
        settled = apps.get_model("home", "ArchiveSettings").for_site(site).theme if site else ""
        known = programme.season_theme(Season.objects.all(), timezone.localdate(), among=themes()) or settled or DEFAULT
        memory.set(place, known, SEASON_SECONDS)
    return known


class ThemeMiddleware:
    """Choose the theme of each answer; a page that names its own has that."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        token = current.set(DEFAULT if _is_for_machines(request.path_info) else theme(of_today(request)).name)
        try:
            return self.get_response(request)
        finally:
            current.reset(token)


def _is_for_machines(path: str) -> bool:
    return path.startswith(("/iiif/", "/static/", "/themes/", "/-/", "/desk/"))
