"""The image information document (IIIF Image 3.0, section 5)."""

from django.conf import settings

from catalog.models import Scan
from iiif import uris
from iiif.image.sizes import TILE, ready_sizes, scale_factors

CONTEXT = "http://iiif.io/api/image/3/context.json"
CONTENT_TYPE = f'application/ld+json;profile="{CONTEXT}"'
EXTRA_FEATURES = [
    "baseUriRedirect", "canonicalLinkHeader", "cors", "jsonldMediaType", "mirroring", "profileLinkHeader",
    "regionByPct", "regionByPx", "regionSquare", "rotationBy90s", "sizeByConfinedWh", "sizeByH", "sizeByPct",
    "sizeByW", "sizeByWh", "sizeUpscaling",
]  # fmt: skip


def info(root: str, scan: Scan) -> dict:
    """Describe the image service of a scan at level 2, with the limits that are enforced."""
    return {
        "@context": CONTEXT,
        "id": uris.image_service(root, scan),
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": scan.width,
        "height": scan.height,
        "maxWidth": settings.IIIF_MAX_WIDTH,
        "maxHeight": settings.IIIF_MAX_WIDTH,
        "maxArea": settings.IIIF_MAX_AREA,
        "sizes": [{"width": w, "height": h} for w, h in ready_sizes(scan.width, scan.height)],
        "tiles": [
            {"width": TILE, "height": TILE, "scaleFactors": scale_factors(scan.width, scan.height)}
        ],
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFormats": ["webp"],
        "preferredFormats": ["jpg"],
        "extraFeatures": EXTRA_FEATURES,
    }
