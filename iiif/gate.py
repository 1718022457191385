"""Find the scan, ask the catalogue, set the cache rule: every answer of the image service passes here."""

from typing import TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from catalog import access
from catalog.models import Record, Scan
from catalog.people import Person
from iiif import passes, visits

Answer = TypeVar("Answer", bound=HttpResponseBase)
GUARDED_CACHE = "private, no-store"
# a record has seventy columns; an image is answered from these
ASKED_ABOUT = (
    "key",
    "order",
    "label",
    "width",
    "height",
    "sha512",
    "master_page",
    "record__key",
    "record__path",
    "record__depth",
    *(f"record__{column}" for column in access.COLUMNS),
    "record__epoch",
    "record__reference_code",
)


def open_cache() -> str:
    """The rule for what everybody gets: ask again each time, or after a short life that the operator has set."""
    seconds = settings.IIIF_OPEN_SECONDS
    return f"public, max-age={seconds}" if seconds else "public, no-cache"


def reader_of(request: HttpRequest) -> Person:
    """Who looks: the reader signed in here, or the one whose viewer stands on another institution's page."""
    if request.user.is_authenticated:
        return request.user
    return visits.reader_of(request.COOKIES.get(visits.COOKIE, "")) or request.user


def find(reader: Person, key: str) -> Scan:
    """Return a scan whose record this reader may know of; a closed one answers as one that never was."""
    scan = Scan.objects.select_related("record").only(*ASKED_ABOUT).filter(key=key).first()
    if scan is None or not access.may_see_description(reader, scan.record):
        raise Http404("No such image.")
    return scan


def may_view(reader: Person, scan: Scan) -> bool:
    return access.may_see_content(reader, scan.record)


def refusal(reader: Person) -> HttpResponse:
    """401 to a stranger, 403 to a reader without a grant ; the record's page says who may see it."""
    status = 403 if reader.is_authenticated else 401
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response.content = "This image may be seen in the reading room, on request.\n"
    if status == 401:
        # RFC 9110, section 11.6.1; a scheme that makes no browser ask for a password
        response["WWW-Authenticate"] = 'Bearer realm="reading room"'
    return guarded(response)


def let_in(response: Answer, request: HttpRequest, reader: Person, record: Record) -> Answer:
    """Give a reader who holds a grant a pass for the tiles that follow; staff are asked for each."""
    if not access.is_open_content(record) and (grant := access.grant_for(reader, record)):
        passes.give(response, request, record, reader, until=grant.ends_at)
    return response


def cache(response: Answer, *, record: Record) -> Answer:
    """Set the cache rule of an answer about a record: public only when everybody gets the same."""
    if access.is_open_content(record):
        response["Cache-Control"] = open_cache()
        return response
    return guarded(response)


def guarded(response: Answer) -> Answer:
    response["Cache-Control"] = GUARDED_CACHE
    patch_vary_headers(response, ["Cookie"])
    return response
