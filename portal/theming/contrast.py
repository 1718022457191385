"""Every theme must be whole and legible in every shade (WCAG 2.2, 1.4.3 and 1.4.11)."""

from collections.abc import Iterator

from coloraide import Color
from django.core.checks import Error

from portal.theming.folders import BadTheme, Theme, folders, read

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


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    return Color(one).contrast(other, method="wcag21")


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
