"""How the portal is dressed: themes are folders of data; which one holds is asked here for every request.

An exhibition's own theme comes before the season's, the season's before the site's, and where one is missing or broken,
the default stands. What readers choose for themselves, dark or high contrast, is a matter of their browser
(``themes/archive/static/themes/archive/shade.js``): pages stay the same for everybody.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coloraide import Color
from django.apps import apps
from django.conf import settings
from django.core.cache import cache as memory
from django.core.checks import Error, register
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loaders import cached, filesystem
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from exhibitions import dress

DEFAULT = "archive"
SEASON_SECONDS = 60
SHADES = ("light", "dark", "contrast")
COLOURS = (
    "paper",
    "paper-deep",
    "paper-bright",
    "ink",
    "ink-soft",
    "rule",
    "rule-strong",
    "lacquer",
    "ground",
    "on-ground",
    "indigo",
    "mat",
    "on-mat",
    "mark",
)
# what is read on what, and how much they must differ (WCAG 2.2, 1.4.3 and 1.4.11)
PAIRS = (
    ("ink", "paper", 4.5),
    ("ink", "paper-deep", 4.5),
    ("ink", "paper-bright", 4.5),
    ("ink", "mark", 4.5),
    ("ink-soft", "paper", 4.5),
    ("ink-soft", "paper-deep", 4.5),
    ("ink-soft", "paper-bright", 4.5),
    ("indigo", "paper", 4.5),
    ("indigo", "paper-bright", 4.5),
    ("indigo", "paper-deep", 4.5),
    ("lacquer", "paper", 4.5),
    ("lacquer", "paper-bright", 4.5),
    ("on-ground", "ground", 4.5),
    ("on-mat", "mat", 4.5),
    ("rule-strong", "paper", 3.0),
)
HEX = re.compile(r"#[0-9a-f]{6}\Z")

current: ContextVar[str] = ContextVar("theme", default=DEFAULT)


@dataclass(frozen=True)
class Theme:
    """A theme as its folder describes it: names for people, colours by shade, style sheets of its own."""

    name: str
    label: dict[str, str]
    colours: dict[str, dict[str, str]]
    stylesheets: tuple[str, ...] = ()
    picture: str = ""

    @property
    def templates(self) -> Path:
        return settings.THEMES / self.name / "templates"

    def said(self) -> str:
        return self.label.get(get_language() or "vi") or self.label.get("vi", self.name)

    def css(self) -> str:
        """The colours as custom properties: by the device's wish, or by the reader's own choice."""
        light, dark, contrast = (_properties(self.colours[shade]) for shade in SHADES)
        return (
            "@layer tokens {\n"
            f":root {{ color-scheme: light dark; {light} }}\n"
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
            f"@media (prefers-contrast: more) {{ :root {{ {contrast} }} }}\n"
            f":root[data-shade=light] {{ color-scheme: light; {light} }}\n"
            f":root[data-shade=dark] {{ color-scheme: dark; {dark} }}\n"
            f":root[data-shade=contrast] {{ color-scheme: light; {contrast} }}\n"
            "}\n"
        )

    def address(self) -> str:
        """Where its colours are served; the name changes with them, so that it may be kept for ever."""
        return f"/themes/{self.name}-{hashlib.blake2b(self.css().encode(), digest_size=6).hexdigest()}.css"


def _properties(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


# -- folders ----------------------------------------------------------------------------------------


class BadTheme(Exception):
    """A folder that describes no theme; the message says why."""


def read(folder: Path) -> Theme:
    """Read ``theme.toml``; a shade names only what differs from the light one. Raises ``BadTheme``."""
    try:
        told = tomllib.loads((folder / "theme.toml").read_text())
        light = told["colours"]["light"]
        colours = {shade: {**light, **told["colours"].get(shade, {})} for shade in SHADES}
        label, sheets = dict(told["label"]), tuple(told.get("stylesheets", []))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadTheme(f"{folder.name}: theme.toml cannot be read ({wrong!r})") from wrong
    if not all(isinstance(each, str) for each in (*label.values(), *sheets)):
        raise BadTheme(f"{folder.name}: labels and stylesheets are texts, stylesheets a list of them")
    for shade, values in colours.items():
        missing = [name for name in COLOURS if not HEX.match(str(values.get(name, "")))]
        if missing:
            raise BadTheme(f"{folder.name}: {shade} lacks {', '.join(missing)} as #rrggbb")
    picture = str(told.get("picture", ""))
    lost = [name for name in (*sheets, picture) if name and not (folder / "static" / name).is_file()]
    if lost:
        raise BadTheme(f"{folder.name}: {', '.join(lost)} is not in static/")
    return Theme(folder.name, label, colours, sheets, picture)


def folders() -> list[Path]:
    return sorted(path.parent for path in Path(settings.THEMES).glob("*/theme.toml"))


@cache
def themes() -> dict[str, Theme]:
    """The themes that can be worn; broken ones are left out here and named by the system check."""
    found = {}
    for folder in folders():
        try:
            found[folder.name] = read(folder)
        except BadTheme:
            continue
    return found


def theme(name: str) -> Theme:
    """A theme by its name; the default where there is none of that name."""
    return themes().get(name) or themes()[DEFAULT]


def offers() -> list[dress.ThemeChoice]:
    return [dress.ThemeChoice(each.name, each.said(), each.picture) for each in themes().values()]


def wear(name: str) -> None:
    """Dress the answer at work in a theme; one that is not there changes nothing."""
    if name in themes():
        current.set(name)


# -- which one holds --------------------------------------------------------------------------------


def of_today(request: HttpRequest) -> str:
    """The season's theme, else the site's."""
    from exhibitions import programme

    site = Site.find_for_request(request)
    place = f"theme:{site.pk if site else 0}"
    known = memory.get(place)
    if known is None:
        settled = apps.get_model("home", "ArchiveSettings").for_site(site).theme if site else ""
        known = programme.season_theme(timezone.localdate(), among=themes()) or settled or DEFAULT
        memory.set(place, known, SEASON_SECONDS)
    return known


class Dressed:
    """Choose the theme of each answer; a page that names its own wears that."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        token = current.set(DEFAULT if _is_for_machines(request.path_info) else theme(of_today(request)).name)
        try:
            return self.get_response(request)
        finally:
            current.reset(token)


def _is_for_machines(path: str) -> bool:
    return path.startswith(("/iiif/", "/static/", "/themes/", "/-/", "/desk/"))


class Loader(filesystem.Loader):
    """Templates of the current theme, before those of the default one."""

    def get_dirs(self):
        name = current.get()
        return [theme(name).templates] if name != DEFAULT else []


class CachedLoader(cached.Loader):
    """Keep compiled templates apart by theme."""

    def cache_key(self, template_name, skip=None):
        return f"{current.get()}:{super().cache_key(template_name, skip)}"


def context(request) -> dict:
    """For templates: the theme that this page wears."""
    return {"theme": theme(current.get())}


@require_safe
def stylesheet(request, name: str, digest: str) -> HttpResponse:
    """The colours of a theme. An old address leads to what holds now, and is then not kept."""
    if name not in themes():
        raise Http404("There is no such theme.")
    response = HttpResponse(theme(name).css(), content_type="text/css; charset=utf-8")
    is_current = theme(name).address() == request.path_info
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-cache"
    return response


# -- the check --------------------------------------------------------------------------------------


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    return Color(one).contrast(other, method="wcag21")


@register()
def check_themes(app_configs=None, **kwargs) -> list[Error]:
    """Every theme must be whole and legible in every shade; what is not is named with its token and ratio."""
    found = []
    for folder in folders():
        try:
            each = read(folder)
        except BadTheme as wrong:
            found.append(Error(str(wrong), id="themes.E001"))
            continue
        found += [Error(sentence, id="themes.E002") for sentence in _illegible(each)]
    return found


def _illegible(each: Theme) -> Iterator[str]:
    for shade, colours in each.colours.items():
        for front, back, least in PAIRS:
            if (has := ratio(colours[front], colours[back])) < least:
                yield f"{each.name}, {shade}: --{front} on --{back} has {has:.2f}:1, WCAG AA wants {least}:1"
