"""The image service: information, and every image that is not a ready tile."""

from dataclasses import dataclass

from django.conf import settings
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalog import access
from catalog.models import Scan
from iiif import fixity, gate, shelves, uris
from iiif.auth import services
from iiif.image import parameters
from iiif.image.buckets import Unreachable
from iiif.image.packs import shelf
from iiif.image.queue import RETRY_SECONDS, Full, RenderQueue
from iiif.image.sizes import ready_sizes
from iiif.image.transforms import BrokenPack, render
from iiif.service.info import PROFILE_LINK, content_type, info, info_2

queue = RenderQueue(at_work=settings.IIIF_RENDERERS, waiting=settings.IIIF_RENDERS_WAITING, patience=8)


@dataclass(frozen=True)
class Asked:
    """The five parts of an image address as they were written."""

    region: str
    size: str
    rotation: str
    quality_format: str
    version: int


@require_safe
def service(request, key: str, version: int = 3) -> HttpResponseBase:
    """The base URI redirects to the information document (section 2)."""
    scan = gate.find(gate.reader_of(request), key)
    here = uris.image_service(uris.base(request), scan, version=version)
    response = HttpResponseRedirect(f"{here}/info.json")
    response.status_code = 303
    return gate.cache(response, record=scan.record)


@require_safe
def information(request, key: str, version: int = 3) -> HttpResponseBase:
    """What the image is and how it may be asked for.

    A version 3 document is always readable and names the services of Authorization Flow 2.0; a version 2 document
    answers 401 to who may not see the image, as Authentication 1.0 (section 2.3) has it.
    """
    reader = gate.reader_of(request)
    scan = gate.find(reader, key)
    root = uris.base(request)
    document = info(root, scan) if version != parameters.VERSION_2 else info_2(root, scan)
    response = JsonResponse(services.with_services(root, scan.record, scan, document))
    if "application/ld+json" in request.headers.get("Accept", ""):
        response["Content-Type"] = content_type(version)
    response["Link"] = PROFILE_LINK[version]
    gate.cache(response, record=scan.record)
    patch_vary_headers(response, ["Accept"])
    if gate.may_view(reader, scan):
        return gate.let_in(response, request, reader, scan.record)
    if version == parameters.VERSION_2 and not services.token_allows(request, scan):
        response.status_code = 401
    return response


@require_safe
def image(
    request, key: str, region: str, size: str, rotation: str, quality_format: str, version: int = 3
) -> HttpResponseBase:
    """One image: find the scan, ask the gate, make the pixels, answer."""
    reader = gate.reader_of(request)
    scan = gate.find(reader, key)
    if not gate.may_view(reader, scan):
        return gate.refusal(reader)
    asked = Asked(region, size, rotation, quality_format, version)
    try:
        wanted = parameters.parse(
            region,
            size,
            rotation,
            quality_format,
            width=scan.width,
            height=scan.height,
            max_width=settings.IIIF_MAX_WIDTH,
            max_area=settings.IIIF_MAX_AREA,
            version=version,
        )
    except parameters.BadRequest as wrong:
        return gate.guarded(_plain(str(wrong), status=400))
    except parameters.NotOffered as wrong:
        return gate.guarded(_plain(str(wrong), status=501))
    response = _pixels(scan, wanted)
    if response.status_code == 200:
        canonical = f"{uris.image_service(uris.base(request), scan, version=version)}/{_canonical(scan, wanted, asked)}"
        response["Link"] = f'{PROFILE_LINK[version]}, <{canonical}>;rel="canonical"'
        gate.cache(response, record=scan.record)
        return gate.let_in(response, request, reader, scan.record)
    return gate.guarded(response)


@require_safe
def reduced(request, key: str) -> HttpResponseBase:
    """The small picture that a record on request shows to everyone, where the archive allows it."""
    reader = gate.reader_of(request)
    scan = gate.find(reader, key)
    if not access.may_see_preview(reader, scan.record):
        raise Http404("No such image.")
    width, height = ready_sizes(scan.width, scan.height)[0]
    try:
        small = shelf.open(shelves.pack_path(scan)).get(f"full/{width},{height}/0/default.jpg")
        if small is None:
            raise BrokenPack(key)
    except fixity.UNREADABLE as wrong:
        return _damaged(scan, wrong)
    except Unreachable:
        return _later("The store of pictures does not answer just now.")
    return gate.cache(HttpResponse(small, content_type="image/jpeg"), record=scan.record)


def _pixels(scan: Scan, wanted: parameters.ImageRequest) -> HttpResponseBase:
    try:
        pack = shelf.open(shelves.pack_path(scan))
        if ready := pack.get(_name(scan, wanted)):
            return HttpResponse(ready, content_type="image/jpeg")
        with queue.turn():
            pixels = render(wanted, width=scan.width, height=scan.height, read=pack.get)
    except fixity.UNREADABLE as wrong:
        return _damaged(scan, wrong)
    except Unreachable:
        return _later("The store of pictures does not answer just now.")
    except Full:
        return _later("Too many images are being made just now.")
    return HttpResponse(pixels, content_type=parameters.FORMATS[wanted.format])


def _later(text: str) -> HttpResponse:
    response = _plain(text, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _damaged(scan: Scan, wrong: Exception) -> HttpResponse:
    """Say so to the reader, and write it down for the operator."""
    fixity.note(scan, fixity.damage_of(wrong), at=timezone.now())
    return _plain("This page cannot be shown just now; the archive has been told.", status=503)


def _region(scan: Scan, wanted: parameters.ImageRequest) -> str:
    area = wanted.region
    whole = (area.x, area.y, area.width, area.height) == (0, 0, scan.width, scan.height)
    return "full" if whole else f"{area.x},{area.y},{area.width},{area.height}"


def _name(scan: Scan, wanted: parameters.ImageRequest) -> str:
    """The name that a ready tile of these pixels would have in the pack, however the request spelt it."""
    if wanted.rotation.degrees or wanted.rotation.mirrored or wanted.format != "jpg":
        return ""
    if wanted.quality not in ("default", "color"):
        return ""
    return f"{_region(scan, wanted)}/{wanted.size.width},{wanted.size.height}/0/default.jpg"


def _canonical(scan: Scan, wanted: parameters.ImageRequest, asked: Asked) -> str:
    """The canonical form of the request (Image 3.0, section 4.7; Image 2.1.1, section 4.7)."""
    region, size, area = _region(scan, wanted), wanted.size, wanted.region
    as_is = (size.width, size.height) == (area.width, area.height)
    mirror = "!" if wanted.rotation.mirrored else ""
    quality = "default" if wanted.quality in ("default", "color") else wanted.quality
    ending = f"{mirror}{wanted.rotation.degrees}/{quality}.{wanted.format}"
    if asked.version == parameters.VERSION_2:
        in_shape = size.height == round(area.height * size.width / area.width)
        written = "full" if as_is else f"{size.width}," if in_shape else f"{size.width},{size.height}"
        return f"{region}/{written}/{ending}"
    up = "^" if size.width > area.width or size.height > area.height else ""
    if asked.size in ("max", "^max"):
        written = asked.size
    else:
        written = "max" if region == "full" and as_is else f"{up}{size.width},{size.height}"
    return f"{region}/{written}/{ending}"


def _plain(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
