"""Retrieval slips, one a box."""

import re

from django.conf import settings
from django.urls import reverse

from portal.reading_room.loans.models import Retrieval
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.letterhead import head_of_papers
from portal.reading_room.typesetting.typeset import qr, typeset


def shelf_order(place: str) -> list[tuple[int, str, int]]:
    """Order places as a person walks along shelves: numbers as numbers, so that box 9 stands before box 10.

    >>> sorted(["Hộp 10", "Hộp 9"], key=shelf_order)
    ['Hộp 9', 'Hộp 10']
    """
    parts = re.findall(r"\d+|\D+", place.casefold())
    return [(0, "", int(part)) if part.isdigit() else (1, part.strip(), 0) for part in parts]


def slips_paper() -> bytes:
    """Slips for every box that waits to be fetched, by shelf order, each with a code that opens it on the desk."""
    boxes = Retrieval.objects.filter(fetched_at=None, shelved_at=None).prefetch_related(
        "requests__record", "requests__researcher", "requests__dossier"
    )
    slips, codes = [], {}
    for number, box in enumerate(sorted(boxes, key=lambda each: shelf_order(each.place)), 1):
        rows = [
            {
                "code": each.record.reference_code,
                "title": each.record.title,
                "number": each.dossier.number,
                "reader": str(each.researcher or "–"),
            }
            for each in box.requests.all()
            if each.state == State.PREPARING
        ]
        if not rows:
            continue
        codes[f"{number}.svg"] = qr(settings.WAGTAILADMIN_BASE_URL + reverse("loans:box", args=[box.ref]))
        slips.append({"place": box.place, "rows": rows, "qr": f"{number}.svg"})
    return typeset("slip", {**head_of_papers(), "slips": slips}, codes)
