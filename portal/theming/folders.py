"""Themes as folders of data: what a folder says, and which folders there are."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

DEFAULT = "archive"
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
HEX = re.compile(r"#[0-9a-f]{6}\Z")


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
