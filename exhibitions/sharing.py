"""An exhibition for those who link to it: its addresses, an embed, a picture and an event."""

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from catalog import access
from exhibitions.showing import Showing
from iiif import uris

if TYPE_CHECKING:
    from exhibitions.models import ExhibitionPage, Run

CARD = (1200, 630)
EMBED = (640, 480)


def published(request: HttpRequest, page: "ExhibitionPage", showing: Showing, run: "Run | None" = None) -> dict:
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


def embed_code(root: str, page: "ExhibitionPage", *, width: int = EMBED[0], height: int = EMBED[1]) -> str:
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


def card_of(root: str, page: "ExhibitionPage", showing: Showing) -> SharedPicture | None:
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


def event(request: HttpRequest, page: "ExhibitionPage", address: str, picture: str, run: "Run | None") -> dict:
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
