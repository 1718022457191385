"""The image information documents (IIIF Image 3.0, section 5; Image 2.1.1, section 5)."""

from django.conf import settings

from catalog.models import Scan
from iiif import uris
from iiif.image.parameters import VERSION_2
from iiif.image.sizes import TILE, ready_sizes, scale_factors

CONTEXT = "http://iiif.io/api/image/3/context.json"
CONTEXT_2 = "http://iiif.io/api/image/2/context.json"
PROTOCOL = "http://iiif.io/api/image"
LEVEL_2 = {3: "level2", VERSION_2: "http://iiif.io/api/image/2/level2.json"}
PROFILE_LINK = {
    3: '<http://iiif.io/api/image/3/level2.json>;rel="profile"',
    VERSION_2: '<http://iiif.io/api/image/2/level2.json>;rel="profile"',
}
EXTRA_FEATURES = [
    "baseUriRedirect",
    "canonicalLinkHeader",
    "cors",
    "jsonldMediaType",
    "mirroring",
    "profileLinkHeader",
    "regionByPct",
    "regionByPx",
    "regionSquare",
    "rotationBy90s",
    "sizeByConfinedWh",
    "sizeByH",
    "sizeByPct",
    "sizeByW",
    "sizeByWh",
    "sizeUpscaling",
]
SUPPORTS_2 = [
    "baseUriRedirect",
    "canonicalLinkHeader",
    "cors",
    "jsonldMediaType",
    "mirroring",
    "profileLinkHeader",
    "regionByPct",
    "regionByPx",
    "regionSquare",
    "rotationBy90s",
    "sizeByConfinedWh",
    "sizeByDistortedWh",
    "sizeByH",
    "sizeByPct",
    "sizeByW",
    "sizeByWh",
]


def content_type(version: int) -> str:
    context = CONTEXT if version != VERSION_2 else CONTEXT_2
    return f'application/ld+json;profile="{context}"'


def info(root: str, scan: Scan) -> dict:
    """Describe the image service of a scan at level 2, with the limits that are enforced."""
    return {
        "@context": CONTEXT,
        "id": uris.image_service(root, scan),
        "type": "ImageService3",
        "protocol": PROTOCOL,
        "profile": "level2",
        "width": scan.width,
        "height": scan.height,
        "maxWidth": settings.IIIF_MAX_WIDTH,
        "maxHeight": settings.IIIF_MAX_WIDTH,
        "maxArea": settings.IIIF_MAX_AREA,
        "sizes": _sizes(scan),
        "tiles": _tiles(scan),
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFormats": ["webp"],
        "preferredFormats": ["jpg"],
        "extraFeatures": EXTRA_FEATURES,
    }


def info_2(root: str, scan: Scan) -> dict:
    """The same for viewers that know the Image API 2 only."""
    return {
        "@context": CONTEXT_2,
        "@id": uris.image_service(root, scan, version=VERSION_2),
        "protocol": PROTOCOL,
        "width": scan.width,
        "height": scan.height,
        "sizes": _sizes(scan),
        "tiles": _tiles(scan),
        "profile": [
            LEVEL_2[VERSION_2],
            {
                "formats": ["jpg", "png", "webp"],
                "qualities": ["default", "color", "gray", "bitonal"],
                "maxWidth": settings.IIIF_MAX_WIDTH,
                "maxHeight": settings.IIIF_MAX_WIDTH,
                "maxArea": settings.IIIF_MAX_AREA,
                "supports": SUPPORTS_2,
            },
        ],
    }


def _sizes(scan: Scan) -> list[dict]:
    return [{"width": w, "height": h} for w, h in ready_sizes(scan.width, scan.height)]


def _tiles(scan: Scan) -> list[dict]:
    return [{"width": TILE, "height": TILE, "scaleFactors": scale_factors(scan.width, scan.height)}]
