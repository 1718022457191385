"""An exhibition as IIIF documents tell it, in all its open languages; only what everybody may see."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Site

from catalog.models import Record
from exhibitions.blocks.exhibits import Chosen, Exhibit
from exhibitions.models import ExhibitionPage
from exhibitions.showing import Showing, exhibits_of
from iiif import stories, uris

TAGS = re.compile(r"<[^>]+>")


def story(request: HttpRequest, page: ExhibitionPage) -> stories.Story:
    """The exhibition with all its open languages, as the IIIF room tells it; only what everybody may see."""
    root = uris.base(request)
    twins = list(
        ExhibitionPage.objects.open_to_public()
        .filter(translation_key=page.translation_key)
        .select_related("locale")
        .order_by("locale__language_code")
    )
    twins.sort(key=lambda twin: twin.locale.language_code != "vi")
    told = {twin.locale.language_code: [twin, *twin.chapters()] for twin in twins}
    exhibits = [each for pages in told.values() for each in exhibits_of(one.story for one in pages)]
    showing = Showing(AnonymousUser(), exhibits)
    remarks = _joined(told, showing)
    records: dict[int, Record] = {remark.record.pk: remark.record for remark in remarks}
    site = Site.find_for_request(request)
    return stories.Story(
        key=str(page.translation_key),
        label={twin.locale.language_code: [twin.title] for twin in twins},
        summary={twin.locale.language_code: [_plain(twin.introduction)] for twin in twins if twin.introduction},
        pages={twin.locale.language_code: root + twin.url for twin in twins},
        provider={"vi": site.site_name if site else "Tàng Thư"},
        remarks=tuple(remarks),
        records=tuple(records.values()),
    )


def _plain(html: str) -> str:
    """Rich text as one line of plain words."""
    return unescape(" ".join(TAGS.sub(" ", html).split()))


def _joined(told: dict, showing: Showing) -> list[stories.Remark]:
    """Remarks of all languages: the n-th on the same place in each is one remark with several texts."""
    found: dict[tuple, stories.Remark] = {}
    for language, pages in told.items():
        seen: Counter = Counter()
        for exhibit, html in _remarks(pages, showing):
            it = showing.of(Chosen(exhibit.record or 0), exhibit.page)
            if it.scan is None or it.record is None:
                continue
            xywh = exhibit.regions[0] if exhibit.regions else ""
            place = (it.scan.key, xywh, seen[it.scan.key, xywh])
            seen[it.scan.key, xywh] += 1
            known = found.get(place)
            key = known.key if known else f"r{len(found) + 1}"
            texts = {**(known.html if known else {}), language: html}
            found[place] = stories.Remark(key, it.scan, it.record, texts, xywh)
    return list(found.values())


def _remarks(pages, showing: Showing) -> Iterator[tuple[Exhibit, SafeString]]:
    """What is said of pictures by the blocks that are drawn."""
    for page in pages:
        for child in page.story:
            if hasattr(child.block, "remarks") and not child.block.missing(child.value, {"showing": showing}):
                yield from child.block.remarks(child.value)
