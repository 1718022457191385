"""hOCR 1.2: HTML whose classes and titles carry pages, lines, words and boxes. Knows no Django."""

import re
from typing import Any

from lxml import etree, html

from catalog.words import gettext_noop as _
from iiif.text.files import LARGEST_FILE, FilePage, NotAText, TextFile

LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line")
WORDS = ("ocrx_word", "ocr_word")
BOX = re.compile(r"\bbbox\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")
SURE = re.compile(r"\bx_wconf\s+(\d+(?:\.\d+)?)")


def read_hocr(data: bytes) -> TextFile:
    """Read every page of an hOCR file, in pixels of the picture it was made from. Raises ``NotAText``."""
    if len(data) > LARGEST_FILE:
        raise NotAText(_("The file has more than {limit} MB."), limit=LARGEST_FILE // 2**20)
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as wrong:
        raise NotAText(_("The file is neither ALTO nor hOCR.")) from wrong
    pages = [_page(page) for page in root.iter() if "ocr_page" in _classes(page)]
    if not pages:
        raise NotAText(_("The file is neither ALTO nor hOCR."))
    return TextFile("hocr", pages)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split() if isinstance(element.tag, str) else []


def _page(page: Any) -> FilePage:
    place = _place(page)
    right, bottom = (place[0] + place[2], place[1] + place[3]) if place else (0, 0)
    lines: list[list] = []
    for element in page.iter():
        classes = _classes(element)
        if any(name in LINES for name in classes):
            lines.append([])
        elif any(name in WORDS for name in classes):
            if not lines:
                lines.append([])
            sure = SURE.search(element.get("title") or "")
            confidence = min(100, round(float(sure[1]))) if sure else None
            lines[-1].append((element.text_content(), _place(element), confidence))
    return FilePage(right, bottom, [line for line in lines if line])


def _place(element: Any) -> tuple[float, float, float, float] | None:
    match = BOX.search(element.get("title") or "")
    if match is None:
        return None
    left, top, right, bottom = map(float, match.groups())
    if left < 0 or top < 0 or right <= left or bottom <= top:
        return None
    return left, top, right - left, bottom - top
