"""Head and date of papers, as official papers write them."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from portal.reading_room.rules.models import RoomRules


def head_of_papers() -> dict:
    """The archive's head as it stands on papers."""
    rules = RoomRules.load()
    return {
        "superior": rules.superior,
        "agency": rules.agency or settings.WAGTAIL_SITE_NAME,
        "signer_title": rules.signer_title,
    }


def dated(at: datetime) -> str:
    """Place and date as an official paper writes them (Decree 30/2020, appendix I)."""
    day, place = timezone.localdate(at), RoomRules.load().place
    # days below 10 and the months of January and February are written with a nought in front
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    words = f"ngày {day.day:02} tháng {month} năm {day.year}"
    return f"{place}, {words}" if place else words[0].upper() + words[1:]
