"""The contents of an exhibition: its chapters in this language, borrowed ones, and drafts as they were last saved."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from exhibitions.models.pages.story import is_draft, theme_and_sharing

if TYPE_CHECKING:
    from exhibitions.models.pages.chapter import ChapterPage
    from exhibitions.models.pages.exhibition import ExhibitionPage


@dataclass(frozen=True)
class ContentsEntry:
    """A chapter in the contents; ``borrowed`` from the other language where this one has none."""

    page: "ChapterPage"
    link: str
    borrowed: bool = False

    @property
    def language(self) -> str:
        return self.page.locale.language_code


def as_read(request, exhibition: "ExhibitionPage") -> list[ContentsEntry]:
    """The contents for whoever reads: visitors find what is published, a draft's readers what was last saved."""
    pages = exhibition.drafts() if is_draft(request) else exhibition.chapters()
    own = [ContentsEntry(page, address(request, page)) for page in pages]
    return _with_borrowed(request, exhibition, own)


def exhibition_of(request, chapter: "ChapterPage") -> "ExhibitionPage":
    """The exhibition of a chapter: for a draft's readers as it was last saved, title and theme with it."""
    exhibition = chapter.exhibition
    return exhibition.get_latest_revision_as_object() if is_draft(request) else exhibition


def _with_borrowed(request, exhibition: "ExhibitionPage", entries: list[ContentsEntry]) -> list[ContentsEntry]:
    """Put chapters that only the other language has, published there, in the places that they have there."""
    twin = exhibition.twin
    if twin is None or not twin.live or twin.get_view_restrictions().exists():
        return entries
    own = {entry.page.translation_key for entry in entries}
    for place, chapter in enumerate(twin.chapters()):
        if chapter.translation_key not in own and (link := _lent(request, exhibition, chapter)):
            entries.insert(min(place, len(entries)), ContentsEntry(chapter, link, borrowed=True))
    return entries


def _lent(request, exhibition: "ExhibitionPage", chapter: "ChapterPage") -> str:
    """Where a borrowed chapter is read: inside this language's frame, or, from a draft, on its own open page."""
    if is_draft(request):
        return chapter.url or "" if chapter.is_open() else ""
    return exhibition.url + exhibition.reverse_subpage("untranslated", args=[chapter.slug])


def address(request, page) -> str:
    """Where this reader finds a page: at its own address, or where its draft is shown to them."""
    if not is_draft(request):
        return page.url or ""
    if token := getattr(request, "draft_token", ""):
        return reverse("exhibition_draft", args=[token, page.pk])
    # one that is being created has no address of its own yet
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk]) if page.pk else ""


def _placed(here: ContentsEntry, entries: list[ContentsEntry]) -> tuple[list[ContentsEntry], int]:
    """The contents with a chapter in them, and its place: a private one is not listed, but is read in its order."""
    for place, entry in enumerate(entries):
        if entry.page.pk == here.page.pk:
            return entries, place
    if not here.page.pk:  # a draft that was never saved comes last
        return [*entries, here], len(entries)
    place = sum(not each.borrowed and each.page.path < here.page.path for each in entries)
    return [*entries[:place], here, *entries[place:]], place


def chapter_context(request, exhibition: "ExhibitionPage", here: ContentsEntry, entries: list[ContentsEntry]) -> dict:
    """What the template of a chapter needs, whichever language lends it."""
    entries, place = _placed(here, entries)
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
        **theme_and_sharing(request, exhibition, showing),
    }
