"""The image service: information, and every image that is not a ready tile of an open scan."""

import threading
import zipfile

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_safe

from iiif import gate, shelves, uris
from iiif.image import parameters
from iiif.image.info import CONTENT_TYPE, info
from iiif.image.packs import shelf
from iiif.image.transforms import BrokenPack, render

PROFILE_LINK = '<http://iiif.io/api/image/3/level2.json>;rel="profile"'
# rendering is bounded: two at work, the rest are told to come back
_renderers = threading.BoundedSemaphore(2)
WAIT_SECONDS = 8


@require_safe
def service(request, key: str) -> HttpResponseBase:
    """The base URI redirects to the information document (section 2)."""
    gate.find(request.user, key)
    response = HttpResponseRedirect(f"{uris.base(request)}{uris.IMAGE_PREFIX}{key}/info.json")
    response.status_code = 303
    return _cors(response)


@require_safe
def information(request, key: str) -> HttpResponseBase:
    scan = gate.find(request.user, key)
    response = JsonResponse(info(uris.base(request), scan))
    if "application/ld+json" in request.headers.get("Accept", ""):
        response["Content-Type"] = CONTENT_TYPE
    response["Vary"] = "Accept"
    response["Link"] = PROFILE_LINK
    return _cors(gate.cache(response, scan=scan))


@require_safe
def image(
    request, key: str, region: str, size: str, rotation: str, quality_format: str
) -> HttpResponseBase:
    """One image: find the scan, ask the gate, make the pixels, answer."""
    scan = gate.find(request.user, key)
    if not gate.may_view(request.user, scan):
        return _cors(gate.refusal(request.user))
    try:
        wanted = parameters.parse(
            region, size, rotation, quality_format,
            width=scan.width, height=scan.height,
            max_width=settings.IIIF_MAX_WIDTH, max_area=settings.IIIF_MAX_AREA,
        )  # fmt: skip
    except parameters.BadRequest as wrong:
        return _cors(gate.guarded(_plain(str(wrong), status=400)))
    except parameters.NotOffered as wrong:
        return _cors(gate.guarded(_plain(str(wrong), status=501)))
    response = _pixels(scan, wanted, f"{region}/{size}/{rotation}/{quality_format}")
    response["Link"] = f'{PROFILE_LINK}, <{_canonical(request, scan, wanted)}>;rel="canonical"'
    return _cors(gate.cache(response, scan=scan))


def _pixels(scan, wanted, name: str) -> HttpResponse:
    try:
        pack = shelf.open(shelves.pack_path(scan))
    except (OSError, zipfile.BadZipFile):
        return _plain("The access copy of this image is missing.", status=503)
    ready = pack.get(name)
    if ready is not None:
        return HttpResponse(ready, content_type="image/jpeg")
    if not _renderers.acquire(timeout=WAIT_SECONDS):
        response = _plain("Too many images are being made just now.", status=503)
        response["Retry-After"] = "5"
        return response
    try:
        pixels = render(wanted, width=scan.width, height=scan.height, read=pack.get)
    except BrokenPack:
        return _plain("The access copy of this image is damaged.", status=503)
    finally:
        _renderers.release()
    return HttpResponse(pixels, content_type=parameters.FORMATS[wanted.format])


def _canonical(request, scan, wanted) -> str:
    area = wanted.region
    whole = (area.x, area.y, area.width, area.height) == (0, 0, scan.width, scan.height)
    region = "full" if whole else f"{area.x},{area.y},{area.width},{area.height}"
    up = "^" if wanted.size.width > area.width or wanted.size.height > area.height else ""
    as_is = (wanted.size.width, wanted.size.height) == (area.width, area.height)
    size = "max" if whole and as_is else f"{up}{wanted.size.width},{wanted.size.height}"
    mirror = "!" if wanted.rotation.mirrored else ""
    quality = "default" if wanted.quality in ("default", "color") else wanted.quality
    root = uris.image_service(uris.base(request), scan)
    return f"{root}/{region}/{size}/{mirror}{wanted.rotation.degrees}/{quality}.{wanted.format}"


def _plain(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")


def _cors(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    return response
