"""Visits are counted by the day: what happened how often, never by whom."""

import re
from datetime import date
from uuid import UUID

from django.db.models import F

from catalog.models import Record
from exhibitions.models import ExhibitionPage, Tally

# a part was read; it was read so far; a record was opened
COUNTED = re.compile(
    r"(view:(cover|\d{1,3})|far:(cover|\d{1,3}):(50|100)|open:[0-9a-hjkmnp-tv-z]{10})\Z", re.ASCII
)


def count(key: UUID, what: str, *, on: date) -> bool:
    """Add one to a day's figure; say whether it was something that is counted of an exhibition that is open."""
    if (
        not COUNTED.match(what)
        or not ExhibitionPage.objects.open_to_public().filter(translation_key=key).exists()
    ):
        return False
    if what.startswith("open:") and not Record.objects.published().filter(key=what[5:]).exists():
        return False
    Tally.objects.get_or_create(exhibition=key, day=on, what=what)
    Tally.objects.filter(exhibition=key, day=on, what=what).update(count=F("count") + 1)
    return True
