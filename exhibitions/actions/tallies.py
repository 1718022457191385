"""Visits are counted by the day: what happened how often, never by whom."""

import re
from datetime import date
from uuid import UUID

from django.db.models import F
from wagtail.models import ReferenceIndex

from catalog.models import Record
from exhibitions.models import ExhibitionPage, Tally

# a part was read; it was read so far; a record was opened. A chapter goes by its key, which no new order changes
PART = r"(cover|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"
COUNTED = re.compile(rf"(view:{PART}|far:{PART}:(50|100)|open:[0-9a-hjkmnp-tv-z]{{10}})\Z", re.ASCII)


def count(key: UUID, what: str, *, on: date) -> bool:
    """Add one to a day's figure; say whether it was something that happens in an exhibition that is open."""
    pages = list(ExhibitionPage.objects.open_to_public().filter(translation_key=key))
    if not pages or not COUNTED.match(what) or not _happens_in(pages, what):
        return False
    Tally.objects.get_or_create(exhibition=key, day=on, what=what)
    Tally.objects.filter(exhibition=key, day=on, what=what).update(count=F("count") + 1)
    return True


def _happens_in(pages: list[ExhibitionPage], what: str) -> bool:
    """Whether an exhibition has that part, or shows that record."""
    kind, _colon, told = what.partition(":")
    if kind == "open":
        record = Record.objects.published().filter(key=told).first()
        parts = {str(page.pk) for page in pages}
        parts |= {str(chapter.pk) for page in pages for chapter in page.chapters()}
        references = ReferenceIndex.get_references_to(record) if record else ReferenceIndex.objects.none()
        return references.filter(
            object_id__in=parts,
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
        ).exists()
    part = told.partition(":")[0]
    chapters = {str(chapter.translation_key) for page in pages for chapter in page.chapters()}
    return part == "cover" or part in chapters
