"""The contents of an exhibition: its chapters in this language, borrowed ones, and drafts as they were last saved."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from exhibitions.models.pages.story import dressed, is_draft

if TYPE_CHECKING:
    from exhibitions.models.pages.chapter import ChapterPage
    from exhibitions.models.pages.exhibition import ExhibitionPage


@dataclass(frozen=True)
class Entry:
    """A chapter in the contents; ``borrowed`` from the other language where this one has none."""

    page: "ChapterPage"
    link: str
    borrowed: bool = False

    @property
    def language(self) -> str:
        return self.page.locale.language_code


def as_read(request, exhibition: "ExhibitionPage") -> list[Entry]:
    """The contents for whoever reads: visitors find what is published, a draft's readers what was last saved."""
    if is_draft(request):
        own = [Entry(page, address(request, page)) for page in exhibition.drafts()]
    else:
        own = [Entry(page, page.url or "") for page in exhibition.chapters()]
    return _with_borrowed(exhibition, own)


def _with_borrowed(exhibition: "ExhibitionPage", entries: list[Entry]) -> list[Entry]:
    """Put chapters that only the other language has, published there, in the places that they have there."""
    twin = exhibition.twin
    if twin is None or not twin.live:
        return entries
    own = {entry.page.translation_key for entry in entries}
    lacking = [
        (place, chapter)
        for place, chapter in enumerate(twin.chapters())
        if chapter.translation_key not in own
    ]
    if lacking and not twin.get_view_restrictions().exists():
        for place, chapter in lacking:
            link = exhibition.url + exhibition.reverse_subpage("untranslated", args=[chapter.slug])
            entries.insert(min(place, len(entries)), Entry(chapter, link, borrowed=True))
    return entries


def address(request, page) -> str:
    """Where this reader finds a page: at its own address, or where its draft is shown to them."""
    if not is_draft(request):
        return page.url or ""
    if token := getattr(request, "draft_token", ""):
        return reverse("exhibition_draft", args=[token, page.pk])
    # one that is being created has no address of its own yet
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk]) if page.pk else ""


def chapter_context(
    request, exhibition: "ExhibitionPage", here: Entry, entries: list[Entry]
) -> dict:
    """What the template of a chapter needs, whichever language lends it."""
    place = next((n for n, entry in enumerate(entries) if entry.page.pk == here.page.pk), None)
    if place is None:  # a draft that was never saved comes after the others
        entries, place = [*entries, here], len(entries)
    showing = here.page.showing(request.user, beside=exhibition.cover())
    return {
        "exhibition": exhibition,
        "cover_address": address(request, exhibition),
        "entries": entries,
        "here": here,
        "number": place + 1,
        "total": len(entries),
        # the end is reached below the last chapter, not at its top
        "share": round(100 * (place + 1) / (len(entries) + 1)),
        "previous": entries[place - 1] if place else None,
        "following": entries[place + 1] if place + 1 < len(entries) else None,
        "showing": showing,
        **dressed(request, exhibition, showing),
    }
