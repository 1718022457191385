"""Recordings as players ask for them."""

import re
from collections.abc import Iterator
from wsgiref.util import FileWrapper

from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from exhibitions import captions
from exhibitions.models import Recording

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z", re.ASCII)


def _heard(request, key: str) -> Recording:
    recording = get_object_or_404(Recording.objects.select_related("record"), key=key)
    if not recording.may_be_heard(request.user):
        raise Http404("There is no such recording.")
    return recording


@require_safe
def recording_file(request, key: str) -> HttpResponseBase:
    """The recording, whole or the range that a player asks for when somebody jumps (RFC 9110, section 14)."""
    recording = _heard(request, key)
    try:
        file, size = recording.file.open("rb"), recording.file.size
    except FileNotFoundError:
        raise Http404("The file is missing.") from None
    asked = _asked(request.headers.get("Range", ""), size)
    first, last = asked or (0, size - 1)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _part(file, first, last - first + 1),
        content_type=recording.media_type,
        status=206 if asked else 200,
    )
    response["Content-Length"] = str(last - first + 1)
    if asked:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte that a Range header asks for; ``None`` where it asks for the whole or for nonsense.

    ``bytes=-500`` asks for the last 500 (RFC 9110, section 14.1.2); a first byte behind the last cannot be served.
    """
    found = RANGE.match(header)
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:
        return max(size - int(found[2]), 0), size - 1
    return int(found[1]), min(int(found[2] or size), size - 1)


def _part(file, first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        for piece in FileWrapper(file, 65_536):
            yield piece[:length]
            length -= len(piece)
            if length <= 0:
                return


@require_safe
def recording_captions(request, key: str, language: str) -> HttpResponse:
    recording = _heard(request, key)
    text = {"vi": recording.captions, "en": recording.captions_en}.get(language)
    if not text:
        raise Http404("There are no captions in this language.")
    return HttpResponse(captions.file_of(text), content_type="text/vtt; charset=utf-8")
