"""What templates of exhibitions ask: what may be shown of a record, how a lunar day is said."""

from datetime import date

import segno
from django import template
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exhibitions.calendar import lunar
from exhibitions.showing import ABSENT, Shown

register = template.Library()


@register.simple_tag
def shown(showing, record, page=1) -> Shown:
    """What this reader may have of a record that a block names: ``record`` and ``scan``, either may be missing."""
    return showing.of(record, page) if showing else ABSENT


@register.filter
def lunar_day(day: date | None) -> str:
    """The lunar date of a solar one in words; empty where it is not reckoned."""
    return said(lunar.of(day)) if day else ""


def said(day: lunar.LunarDay | None) -> str:
    if day is None:
        return ""
    text = _("day %(day)s of lunar month %(month)s") % {"day": day.day, "month": day.month}
    return _("%(day)s (leap month)") % {"day": text} if day.is_leap else text


@register.filter
def day_and_month(day: date) -> str:
    """A day as people say it in either language: 2 tháng 9, 2 September; it does not break over two lines."""
    said_so = r"j \t\h\á\n\g n" if get_language() == "vi" else "j F"
    return date_format(day, said_so).replace(" ", "\xa0")


@register.filter
def whole_day(day: date) -> str:
    """A day with its year: 2 tháng 9 năm 2026, 2 September 2026."""
    year = f"năm {day.year}" if get_language() == "vi" else str(day.year)
    return f"{day_and_month(day)} {year}".replace(" ", "\xa0")


@register.simple_tag
def qr(address: str) -> str:
    """An address as a QR code, drawn into the page: whoever holds the paper finds the screen."""
    return mark_safe(segno.make(address, error="m").svg_inline(scale=3, border=2, light="#fff"))  # noqa: S308 – drawn by segno
