"""Dates of records: EDTF level 1 on one side, the first and last possible day on the other."""

from datetime import date
from functools import lru_cache
from time import struct_time

from edtf import EDTFParseException, parse_edtf

from catalog.vocabulary import DateCertainty


class BadDate(Exception):
    """The text is not an EDTF level 1 date, or lies outside the years 1 to 9999."""


def _day(moment: struct_time | float) -> date | None:
    if not isinstance(moment, struct_time):
        return None  # an open end of an interval is given as an infinity
    try:
        return date(*moment[:3])
    except ValueError as wrong:
        raise BadDate(f"{moment[:3]} is not a day between the years 1 and 9999") from wrong


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[date | None, date | None, DateCertainty]:
    """Return first day, last day and certainty of an EDTF date; an open end is ``None``.

    Follows EDTF level 1 (Library of Congress, 2019): ``~`` approximate, ``?`` uncertain, ``X`` unspecified digits.
    Raises ``BadDate``.
    """
    text = edtf.strip()
    if not text:
        return None, None, DateCertainty.UNKNOWN
    try:
        parsed = parse_edtf(text)
        first, last = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except (EDTFParseException, ValueError, AttributeError, OverflowError) as wrong:
        raise BadDate(f"{edtf!r} is not a date such as 1932, 1930~/1935 or 1945-09-02") from wrong
    if first and last and first > last:
        raise BadDate(f"{edtf!r} ends before it begins")
    if "?" in text or "%" in text:
        return first, last, DateCertainty.UNCERTAIN
    if "~" in text or "X" in text:
        return first, last, DateCertainty.APPROXIMATE
    return first, last, DateCertainty.EXACT
