"""An exhibition as others use it: IIIF documents, an embed, a picture and an event for those who link to it."""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from catalog import access
from catalog.models import Record
from exhibitions.blocks.exhibits import Chosen, Exhibit
from exhibitions.models import ExhibitionPage, Run
from exhibitions.showing import Showing, exhibits_of
from iiif import stories, uris

CARD = (1200, 630)
EMBED = (640, 480)
PLAIN = re.compile(r"<[^>]+>")


def published(request: HttpRequest, page: ExhibitionPage, showing: Showing, run: Run | None = None) -> dict:
    """Addresses and words of an open exhibition for the head and foot of its pages; ``showing`` knows its cover."""
    root, key = uris.base(request), str(page.translation_key)
    address = root + (page.url or "/")
    card = card_of(root, page, showing)
    return {
        "address": address,
        "manifest": uris.story(root, key, "manifest"),
        "collection": uris.story(root, key, "collection"),
        "oembed": f"{root}{reverse('oembed')}?{urlencode({'url': address, 'format': 'json'})}",
        "print": f"{page.url}print/",
        "card": card,
        "embed_code": embed_code(root, page),
        "event": event(request, page, address, card.address if card else "", run),
    }


def embed_code(root: str, page: ExhibitionPage, *, width: int = EMBED[0], height: int = EMBED[1]) -> str:
    """The lines that show an exhibition inside another site's page."""
    address, name = escape(f"{root}{page.url}embed/"), escape(page.title)
    return (
        f'<iframe src="{address}" width="{width}" height="{height}" title="{name}" loading="lazy"'
        ' style="border:0;max-width:100%"></iframe>'
    )


class SharedPicture(NamedTuple):
    """A picture for those who link here: its address and its size in pixels."""

    address: str
    width: int
    height: int


def card_of(root: str, page: ExhibitionPage, showing: Showing) -> SharedPicture | None:
    """A card in the shape that others show, cut from the cover; ``None`` where everybody may not see the cover."""
    it = showing.of(page.cover_record)
    # staff see more than those whom the picture is for
    if it.scan is None or it.record is None or not access.is_open_content(it.record):
        return None
    x, y, width, height = 0, 0, it.scan.width, it.scan.height
    if page.cover_region:
        x, y, width, height = map(int, page.cover_region.split(","))
    wanted = CARD[0] / CARD[1]
    cut = (width, round(width / wanted)) if width / height < wanted else (round(height * wanted), height)
    left, top = x + (width - cut[0]) // 2, y + (height - cut[1]) // 4
    size = CARD if cut[0] >= CARD[0] else cut
    region = f"{left},{top},{cut[0]},{cut[1]}"
    address = f"{uris.image_service(root, it.scan)}/{region}/{size[0]},{size[1]}/0/default.jpg"
    return SharedPicture(address, *size)


def event(request: HttpRequest, page: ExhibitionPage, address: str, picture: str, run: Run | None) -> dict:
    """The exhibition as a schema.org ``ExhibitionEvent``."""
    site = Site.find_for_request(request)
    found = {
        "@context": "https://schema.org",
        "@type": "ExhibitionEvent",
        "name": page.title,
        "description": page.subtitle,
        "url": address,
        "inLanguage": page.locale.language_code,
        "isAccessibleForFree": True,
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": address},
        "organizer": {"@type": "ArchiveOrganization", "name": site.site_name if site else ""},
    }
    if picture:
        found["image"] = picture
    if run:
        found |= {"startDate": run.opens_on.isoformat(), "endDate": run.closes_on.isoformat()}
    return found


def story(request: HttpRequest, page: ExhibitionPage) -> stories.Story:
    """The exhibition with all its open languages, as the IIIF room tells it; only what everybody may see."""
    from django.contrib.auth.models import AnonymousUser

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
    return unescape(" ".join(PLAIN.sub(" ", html).split()))


def _joined(told: dict, showing: Showing) -> list[stories.Remark]:
    """Remarks of all languages: the n-th on the same place in each is one remark with several texts."""
    found: dict[tuple, stories.Remark] = {}
    for language, pages in told.items():
        seen: Counter = Counter()
        for exhibit, html in _remarks(pages):
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


def _remarks(pages) -> Iterator[tuple[Exhibit, str]]:
    for page in pages:
        for child in page.story:
            if hasattr(child.block, "remarks"):
                yield from child.block.remarks(child.value)
