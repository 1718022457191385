"""What every reader of text files returns: pages of words in the file's own measure, and what was wrong. No Django."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from catalog.words import Said
from catalog.words import gettext_noop as _
from iiif.text.words import Box, Line, PageText, PrintedWord, tidy

LARGEST_FILE = 32 * 2**20
SHAPE = 0.02
NO_PLACE = Box(0, 0, 0, 0)
NOWHERE = _("{count} words have no place on the page.")
OUTSIDE = _("{count} words lie outside the page.")


class NotAText(Said):
    """The file cannot be used as the text of a page; the message says why."""


@dataclass
class Problem:
    """Something that a person should know, although the rest was taken in."""

    reason: str
    values: dict = field(default_factory=dict)


@dataclass
class FilePage:
    """One page of a text file: its size in whatever measure the file uses, and its lines."""

    width: float
    height: float
    lines: list[list[tuple[str, tuple[float, float, float, float] | None, int | None]]]


@dataclass
class TextFile:
    """A whole file."""

    kind: str
    pages: list[FilePage]
    problems: list[Problem] = field(default_factory=list)


def open_xml(data: bytes) -> tuple[etree._Element, list[Problem]]:
    """Parse XML without following anything outside it; a damaged file is read as far as it goes.

    Raises ``NotAText``.
    """
    if len(data) > LARGEST_FILE:
        raise NotAText(_("The file has more than {limit} MB."), limit=LARGEST_FILE // 2**20)
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    try:
        return etree.fromstring(data, etree.XMLParser(**options)), []
    except etree.XMLSyntaxError as wrong:
        line = wrong.lineno or 0
    try:
        root = etree.fromstring(data, etree.XMLParser(recover=True, **options))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise NotAText(_("The file is not XML (line {line})."), line=line)
    return root, [Problem(_("The file is damaged at line {line}; it was read as far as it goes."), {"line": line})]


def number(text: str | None) -> float | None:
    """A finite number that is not negative, or nothing."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < 1e7 else None


def fit(page: FilePage, *, width: int, height: int) -> tuple[PageText, list[Problem]]:
    """Bring the words of a page to the pixels of a scan of ``width`` × ``height``.

    Raises ``NotAText`` where the page has no words, no size, or another shape than the scan.
    """
    if not any(page.lines):
        raise NotAText(_("There is not a single word in it."))
    if not (page.width and page.height):
        raise NotAText(_("The file does not say how large the page is."))
    if abs(page.width / page.height / (width / height) - 1) > SHAPE:
        raise NotAText(
            _("It was made for a picture of another shape ({theirs}) than this page ({ours})."),
            theirs=f"{page.width:g} × {page.height:g}",
            ours=f"{width} × {height}",
        )
    seen: Counter[str] = Counter()
    lines = _lines(page, width=width, height=height, seen=seen)
    problems = [Problem(reason, {"count": seen[reason]}) for reason in (NOWHERE, OUTSIDE) if seen[reason]]
    return PageText(tuple(lines)), problems


def _lines(page: FilePage, *, width: int, height: int, seen: Counter[str]) -> list[Line]:
    """The lines in pixels of the scan; ``seen`` counts words that have no place there."""
    lines: list[Line] = []
    for line in page.lines:
        words = tuple(
            PrintedWord(said, _placed(place, page, width, height, seen), sure)
            for text, place, sure in line
            if (said := tidy(text))
        )
        if words:
            lines.append(words)
    return lines


def _placed(place: Any, page: FilePage, width: int, height: int, seen: Counter[str]) -> Box:
    if place is None:
        seen[NOWHERE] += 1
        return NO_PLACE
    wide, high = width / page.width, height / page.height
    x, y, w, h = place
    left, top = round(x * wide), round(y * high)
    right, bottom = round((x + w) * wide), round((y + h) * high)
    if left >= width or top >= height:
        seen[OUTSIDE] += 1
        return NO_PLACE
    return Box(left, top, max(1, min(right, width) - left), max(1, min(bottom, height) - top))
