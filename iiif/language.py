"""The language of pages for people under /iiif/, whose addresses name none."""

from contextlib import AbstractContextManager

from django.http import HttpRequest
from django.utils import translation


def spoken(request: HttpRequest) -> AbstractContextManager:
    """Speak the language that the link names, else the one the browser asks for."""
    named = request.GET.get("lang", "")
    if named not in ("vi", "en"):
        named = translation.get_language_from_request(request)
    request.LANGUAGE_CODE = named  # type: ignore[attr-defined]
    return translation.override(named)
