"""Find the scan, ask the catalogue, set the cache rule: every answer of the image service passes here."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from catalog import access
from catalog.models import Scan

# readers revalidate: a withdrawn image is gone at the next look, at the price of a 304
OPEN_CACHE = "public, no-cache"
GUARDED_CACHE = "private, no-store"


def find(reader, key: str) -> Scan:
    """Return a scan whose record this reader may know of; a closed one answers as one that never was."""
    scan = Scan.objects.select_related("record").filter(key=key).first()
    if scan is None or not access.may_see_description(reader, scan.record):
        raise Http404("No such image.")
    return scan


def may_view(reader, scan: Scan) -> bool:
    return access.may_see_content(reader, scan.record)


def refusal(reader) -> HttpResponse:
    """401 to a stranger, 403 to a reader without a grant ; the record's page says who may see it."""
    status = 403 if reader.is_authenticated else 401
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response.content = "This image may be seen in the reading room, on request.\n"
    return guarded(response)


def cache(response: HttpResponseBase, *, scan: Scan) -> HttpResponseBase:
    """Set the cache rule of an answer about a scan: public only when everybody gets the same."""
    if access.is_open_content(scan.record):
        response["Cache-Control"] = OPEN_CACHE
        return response
    return guarded(response)


def guarded(response):
    response["Cache-Control"] = GUARDED_CACHE
    patch_vary_headers(response, ["Cookie"])
    return response
