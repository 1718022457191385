"""ALTO 2 to 4 (Library of Congress), in any of its namespaces. Knows no Django."""

from lxml import etree

from catalog.words import gettext_noop as _
from iiif.text.files import FilePage, NotAText, Problem, TextFile, number, open_xml

Place = tuple[float, float, float, float]


def read_alto(data: bytes) -> TextFile:
    """Read every page of an ALTO file in its own measure. Raises ``NotAText``.

    Places are taken from the word, else from its line, else from its block. The measuring unit does not matter: the
    page's own width and height are in the same unit, and everything is scaled by them.
    """
    root, problems = open_xml(data)
    if _name(root) != "alto":
        raise NotAText(_("The file is not ALTO: it begins with {element}."), element=_name(root))
    pages = [_page(page, problems) for page in root.iter("{*}Page")]
    if not pages:
        raise NotAText(_("The ALTO file has no page."))
    return TextFile("alto", pages, problems)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _page(page: etree._Element, problems: list[Problem]) -> FilePage:
    width, height = number(page.get("WIDTH")), number(page.get("HEIGHT"))
    space = page.find("{*}PrintSpace")
    if not (width and height) and space is not None:
        # some readers say the size of the printed part only
        place = _place(space)
        width, height = (place[0] + place[2], place[1] + place[3]) if place else (None, None)
        if place:
            problems.append(Problem(_("The file gives the size of the printed space only.")))
    return FilePage(width or 0, height or 0, [_line(line) for line in page.iter("{*}TextLine")])


def _place(element: etree._Element | None) -> Place | None:
    if element is None:
        return None
    x, y = number(element.get("HPOS")), number(element.get("VPOS"))
    width, height = number(element.get("WIDTH")), number(element.get("HEIGHT"))
    if x is None or y is None or width is None or height is None:
        return None
    return x, y, width, height


def _line(line: etree._Element) -> list:
    fallback = _place(line) or _place(line.getparent())
    return [
        (string.get("CONTENT", ""), _place(string) or fallback, _confidence(string.get("WC")))
        for string in line.iter("{*}String")
    ]


def _confidence(text: str | None) -> int | None:
    sure = number(text)
    return None if sure is None else min(100, round(sure * 100))
