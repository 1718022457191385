"""Content Search 2.0 within one document: hits as annotations on the boxes of words.

The words of a document's pages are read from the database and looked through; a file of a thousand pages takes a few
milliseconds a hundred pages, and nothing has to be kept in step with access.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from catalog.models import ScanText
from iiif.presentation.contents import Contents, DocumentPage
from iiif.text import words as packing
from iiif.text.finding import Query, Text, WordRange, completions, fold
from iiif.text.words import Box, PageText

AROUND = 6  # words before and after a hit, in its snippet
MOST_HITS = 2000
MOST_TERMS = 20


@dataclass(frozen=True)
class HitPlace:
    """Where a hit stands: which of the hits on its page it is, and the packed words of that page."""

    page: DocumentPage
    number: int
    hit: WordRange
    packed: bytes


@dataclass(frozen=True)
class ShownHit:
    """One hit as it is shown: a box for each line it covers, and what stands around it."""

    page: DocumentPage
    number: int
    boxes: tuple[Box, ...]
    before: str
    exact: str
    after: str


def texts(contents: Contents) -> Iterator[tuple[DocumentPage, bytes]]:
    """Pages with words that this reader may see, with their packed words; nothing of any other page is read."""
    pages = {page.scan.pk: page for page in contents.pages if page.has_text and page.may_view}
    order = list(pages)
    for start in range(0, len(order), 100):
        batch = order[start : start + 100]
        kept = dict(ScanText.objects.filter(pk__in=batch).values_list("pk", "words"))
        for pk in batch:
            if pk in kept:
                yield pages[pk], bytes(kept[pk])


def search(contents: Contents, text: str) -> list[HitPlace]:
    """Find the words one after another; where they nowhere are, pages that hold all of them."""
    query = Query(text)
    if not query.syllables:
        return []
    pages = [(page, packed, Text(packing.plain(packed))) for page, packed in texts(contents)]
    found = _collect(pages, lambda there: there.phrases(query))
    return found or _collect(pages, lambda there: there.singles(query))


def _collect(pages: list, find: Callable[[Text], list[WordRange]]) -> list[HitPlace]:
    found: list[HitPlace] = []
    for page, packed, there in pages:
        found += [HitPlace(page, number, hit, packed) for number, hit in enumerate(find(there))]
        if len(found) >= MOST_HITS:
            return found[:MOST_HITS]
    return found


def shown(places: Iterable[HitPlace]) -> Iterator[ShownHit]:
    """Unpack the boxes and the surroundings of those hits that are shown."""
    page, text = None, PageText(())
    for place in places:
        if place.page is not page:
            page, text = place.page, packing.unpack(place.packed)
        every, hit = [word.text for word in text.words], place.hit
        yield ShownHit(
            place.page,
            place.number,
            tuple(_boxes(text, hit)),
            " ".join(every[max(0, hit.first - AROUND) : hit.first]),
            " ".join(every[hit.first : hit.last + 1]),
            " ".join(every[hit.last + 1 : hit.last + 1 + AROUND]),
        )


def _boxes(text: PageText, hit: WordRange) -> Iterator[Box]:
    """One box for each line that the hit covers."""
    at = 0
    for line in text.lines:
        part = [
            word.box for place, word in enumerate(line, start=at) if hit.first <= place <= hit.last and word.box.width
        ]
        at += len(line)
        if part:
            left, top = min(box.x for box in part), min(box.y for box in part)
            right = max(box.x + box.width for box in part)
            bottom = max(box.y + box.height for box in part)
            yield Box(left, top, right - left, bottom - top)


def terms(contents: Contents, beginning: str, *, at_least: int = 1) -> list[tuple[str, int]]:
    """Words and short phrases of the document that begin so, the most frequent first, with their number."""
    if not beginning.strip():
        return []
    wanted = fold(beginning.split()[0])
    counted: Counter[str] = Counter()
    for _page, packed in texts(contents):
        plain = packing.plain(packed)
        if wanted in fold(plain):
            counted.update(completions(plain, beginning))
    best = sorted(counted.items(), key=lambda each: (-each[1], len(each[0]), each[0]))
    return [(term, count) for term, count in best if count >= at_least][:MOST_TERMS]
