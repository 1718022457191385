"""Dates of finding aids: kept as written, and as EDTF where the file or plain digits allow."""

import re
from calendar import monthrange
from datetime import date, datetime

from dateutil import parser as written_out
from lxml import etree

from catalog.finding_aids.xml import children, flat, name

YEAR, DAY = r"\d{4}", r"\d{4}-\d{2}-\d{2}"
PART = re.compile(rf"^({DAY}|\d{{4}}-\d{{2}}|{YEAR})$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
VIETNAMESE = re.compile(
    r"^(?:ngày\s+)?(?:(\d{1,2})\s*(?:/|tháng)\s*)?(?:tháng\s*)?(\d{1,2})\s*(?:/|năm)\s*(\d{4})$",
    re.I,
)
RANGE = re.compile(r"^(?P<about>khoảng\s+|circa\s+|ca?\.?\s+)?(\d{4})(?:\s*[-–—/]\s*(\d{4}))?$", re.I)

ENGLISH_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.IGNORECASE)


def take(element: etree._Element, fields: dict[str, str]) -> None:
    """Add one date element to the fields: the text as written, the EDTF once."""
    text = flat(element)
    if name(element) == "unitdatestructured":
        text = text if not fields.get("date_text") else ""
    if text:
        known = fields.get("date_text")
        fields["date_text"] = (f"{known}; {text}" if known and text not in known else known or text)[:200]
    if "date_edtf" not in fields:
        edtf = _structured(element) or normal(element.get("normal") or "") or written(text)
        if edtf:
            fields["date_edtf"] = edtf


def _structured(element: etree._Element) -> str:
    span = children(element, "daterange")
    if span:
        ends = [next(iter(children(span[0], which)), None) for which in ("fromdate", "todate")]
        return "/".join(_one(e.get("standarddate") or flat(e)) if e is not None else ".." for e in ends)
    single = children(element, "datesingle")
    return _one(single[0].get("standarddate") or flat(single[0])) if single else ""


def _one(text: str) -> str:
    text = text.strip()
    if PART.match(text):
        return text
    if match := COMPACT.match(text):
        return "-".join(part for part in match.groups() if part)
    return written(text)


def normal(text: str) -> str:
    """An ISO 8601 date or interval (EAD 2002 ``normal``) as EDTF; empty when it is neither."""
    parts = [_one(part) for part in text.split("/")]
    return "/".join(parts) if len(parts) in (1, 2) and all(parts) else ""


def written(text: str) -> str:
    """A date as archivists write it, as EDTF; empty when it takes a person to read it.

    >>> written("ngày 02 tháng 9 năm 1945"), written("8/1945"), written("khoảng 1930–1935")
    ('1945-09-02', '1945-08', '1930~/1935~')
    """
    text = text.strip()
    if match := RANGE.match(text):
        about = "~" if match["about"] else ""
        return "/".join(f"{year}{about}" for year in match.groups()[1:] if year)
    if match := VIETNAMESE.match(text):
        day, month, year = match.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day or 1) <= 31:
            return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return ""


def first_and_last_day(text: str) -> tuple[date, date] | None:
    """The days that one year, month or day spans, written in digits or in words; ``None`` where it is none of them.

    >>> first_and_last_day("tháng 2 năm 2032"), first_and_last_day("31 December 2040")[0]
    ((datetime.date(2032, 2, 1), datetime.date(2032, 2, 29)), datetime.date(2040, 12, 31))
    """
    if ENGLISH_MONTH.search(text):
        return _in_english(text)
    parts = _one(text).split("-")
    if not all(part.isdigit() for part in parts):
        return None
    try:
        return _span(*map(int, parts))
    except ValueError:
        return None


def _in_english(text: str) -> tuple[date, date] | None:
    """Two readings against two days that have nothing in common tell whether the day was written at all."""
    try:
        first, last = (
            written_out.parse(text, default=datetime(year, 1, day), dayfirst=True)  # noqa: DTZ001
            for year, day in ((2000, 1), (2001, 2))
        )
    except (ValueError, OverflowError):
        return None
    if first.year != last.year:
        return None
    return _span(first.year, first.month, first.day if first.day == last.day else None)


def _span(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
