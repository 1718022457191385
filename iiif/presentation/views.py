"""Addresses of manifests and collections, in version 3 and, for tools that ask for it, in version 2."""

import json
import re
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from catalog import access
from catalog.models import Record
from iiif import gate, uris
from iiif.presentation import collections, manifests, version2
from iiif.presentation.contents import family, gather, is_document
from iiif.presentation.manifests import House

ARCHIVE = {"vi": "Tàng Thư, cổng tài liệu lưu trữ", "en": "Tàng Thư, public archive portal"}
NAME_SECONDS = 60
WANTS_2 = re.compile(r"presentation/2/context\.json")


def house_of(request: HttpRequest, record: Record | None = None) -> House:
    """The archive's name and the addresses that documents about a record link to."""
    root = uris.base(request)
    if record is None:
        return House(root, _archive(request), root)
    with translation.override("vi"):
        page, ead, dublin_core = (
            root + reverse(name, args=[record.key]) for name in ("record", "record_ead", "record_dublin_core")
        )
    return House(root, _archive(request), page, ead, dublin_core)


def _archive(request: HttpRequest) -> dict[str, str]:
    from wagtail.models import Site

    name = caches["default"].get("iiif:archive")
    if name is None:
        site = Site.find_for_request(request)
        name = site.site_name if site else ""
        caches["default"].set("iiif:archive", name, NAME_SECONDS)
    return {language: name or fallback for language, fallback in ARCHIVE.items()}


def find(request: HttpRequest, key: str) -> tuple[Record, Any]:
    """A record that this reader may know of, with the decision; a closed one answers as one that never was."""
    record = Record.objects.filter(key=key).first()
    reader = gate.reader_of(request)
    if record is None or not access.may_see_description(reader, record):
        raise Http404("No such document.")
    return record, reader


@require_safe
def manifest(request, key: str, version: int = 3) -> HttpResponseBase:
    """The document of a record with scans, and, for a file, of the items in it."""
    record, reader = find(request, key)
    version, records = _version(request, version), family(record, reader)
    # what everybody gets is made once for each version of the records in it
    is_shared = not reader.is_authenticated
    stamp = _stamp(records, version, uris.base(request)) if is_shared else ""
    body = caches["documents"].get(stamp) if is_shared else None
    if body is None:
        contents = gather(record, reader, records)
        if not contents.pages:
            raise Http404("No such document.")
        guarded = record.title_is_guarded and not access.may_see_content(reader, record)
        document = manifests.manifest(house_of(request, record), contents, guarded=guarded)
        body = (_encode(document, version), contents.is_open)
        if is_shared:
            caches["documents"].set(stamp, body)
    return _answer(request, body[0], version, record, is_open=body[1], etag=stamp)


def _stamp(records: list[Record], version: int, root: str) -> str:
    """What the shared document depends on: every record in it with its version, the day (embargoes), the address."""
    parts = [version, root, timezone.localdate()]
    parts += [f"{record.key}.{record.version}.{record.epoch}" for record in records]
    return blake2b("|".join(map(str, parts)).encode(), digest_size=16).hexdigest()


@require_safe
def collection(request, key: str, part: str = "0", version: int = 3) -> HttpResponseBase:
    """What lies below a record, level by level."""
    record, reader = find(request, key)
    if is_document(record):
        raise Http404("No such collection.")
    guarded = record.title_is_guarded and not access.may_see_content(reader, record)
    version = _version(request, version)
    try:
        document = collections.collection(house_of(request, record), record, reader, guarded=guarded, part=int(part))
    except collections.NoSuchPart:
        raise Http404("No such collection.") from None
    # whom it lists depends on who asks
    return _answer(request, _encode(document, version), version, record, is_open=False)


@require_safe
def top(request, part: str = "0", version: int = 3) -> HttpResponseBase:
    """All fonds."""
    reader, version = gate.reader_of(request), _version(request, version)
    try:
        document = collections.top(house_of(request), reader, part=int(part))
    except collections.NoSuchPart:
        raise Http404("No such collection.") from None
    return _answer(request, _encode(document, version), version, None, is_open=False)


@require_safe
def canvas(request, key: str, scan_key: str) -> HttpResponseBase:
    """One page by itself, so that its identifier resolves."""
    reader = gate.reader_of(request)
    scan = gate.find(reader, scan_key)
    if scan.record.key != key:
        raise Http404("No such page.")
    contents = gather(Record.objects.get(pk=scan.record_id), reader)
    page = next(page for page in contents.pages if page.scan.pk == scan.pk)
    root = uris.base(request)
    document = {"@context": manifests.CONTEXT, **manifests.canvas(root, page)}
    document["partOf"] = [{"id": uris.manifest(root, scan.record), "type": "Manifest"}]
    return _answer(request, _encode(document, 3), 3, scan.record, is_open=page.is_open)


def _version(request: HttpRequest, version: int) -> int:
    return 2 if WANTS_2.search(request.headers.get("Accept", "")) else version


def _encode(document: dict, version: int) -> bytes:
    said = document if version == 3 else version2.downgrade(document)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _answer(
    request, body: bytes, version: int, record: Record | None, *, is_open: bool, etag: str = ""
) -> HttpResponse:
    response = HttpResponse(
        body,
        content_type=manifests.CONTENT_TYPE if version == 3 else version2.CONTENT_TYPE,
    )
    if is_open and record is not None and access.is_open_content(record):
        response["Cache-Control"] = gate.open_cache()
    else:
        gate.guarded(response)
        etag = ""
    patch_vary_headers(response, ["Accept"])
    if not etag:
        return response
    response["ETag"] = f'"{etag}"'
    return get_conditional_response(request, etag=f'"{etag}"', response=response) or response
