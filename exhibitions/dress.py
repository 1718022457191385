"""Themes as exhibitions know them: the portal, which has them, tells of them here when it starts."""

from collections.abc import Callable
from typing import NamedTuple


class ThemeChoice(NamedTuple):
    """A theme to choose: its name, its words for people, the address of its picture among static files."""

    name: str
    label: str
    picture: str


_offered: list[Callable[[], list[ThemeChoice]]] = []
_wearers: list[Callable[[str], None]] = []


def offer(themes: Callable[[], list[ThemeChoice]], wear: Callable[[str], None]) -> None:
    """Register what lists the themes, and what dresses the answer at work in one of them."""
    _offered[:], _wearers[:] = [themes], [wear]


def offers() -> list[ThemeChoice]:
    return _offered[0]() if _offered else []


def choices() -> list[tuple[str, str]]:
    """Names and words of the themes, the empty one first."""
    return [("", "–"), *((each.name, each.label) for each in offers())]


def wear(name: str) -> None:
    """Dress the page at work in a theme; an empty name changes nothing."""
    for wearer in _wearers if name else ():
        wearer(name)
