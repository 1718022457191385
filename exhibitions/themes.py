"""Themes as exhibitions know them: the portal, which has them, tells of them here when it starts."""

from collections.abc import Callable
from typing import NamedTuple


class ThemeChoice(NamedTuple):
    """A theme to choose: its name, its words for people, the address of its picture among static files."""

    name: str
    label: str
    picture: str


ListThemes = Callable[[], list[ThemeChoice]]
ApplyTheme = Callable[[str], None]
_portals: list[tuple[ListThemes, ApplyTheme]] = []


def register(list_themes: ListThemes, apply_theme: ApplyTheme) -> None:
    """Register what lists the themes, and what gives the answer at work one of them."""
    _portals[:] = [(list_themes, apply_theme)]


def themes() -> list[ThemeChoice]:
    return _portals[0][0]() if _portals else []


def choices() -> list[tuple[str, str]]:
    """Names and words of the themes, the empty one first."""
    return [("", "–"), *((each.name, each.label) for each in themes())]


def apply(name: str) -> None:
    """Give the page at work a theme; an empty name changes nothing."""
    for _list_themes, apply_theme in _portals if name else ():
        apply_theme(name)
