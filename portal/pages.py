"""What every page shares: the frame around it, and the pages that stand in when something is not there."""

import sys
from typing import TYPE_CHECKING

from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from catalog.search.outbox import damaged_indexes

if TYPE_CHECKING:
    from portal.home.models import ArchiveSettings


def frame(request) -> dict:
    """Context of the header and footer: the archive's name, the same page in the other language, what may be done."""
    language = translation.get_language() or "vi"
    return {
        "archive": _archive(request),
        "other_language": "en" if language == "vi" else "vi",
        "other_language_url": _other_language_url(request, language),
        "is_staff_reader": request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")
        if hasattr(request, "user")
        else False,
    }


def _archive(request) -> "ArchiveSettings | None":
    from portal.home.models import ArchiveSettings

    site = Site.find_for_request(request)
    return ArchiveSettings.for_site(site) if site else None


def _other_language_url(request, language: str) -> str:
    other = "en" if language == "vi" else "vi"
    route = getattr(request, "_wagtail_route_for_request", None)  # set when a page of Wagtail is served
    page = route[0] if route else None
    if isinstance(page, Page) and not _is_there(page):
        return "/en/" if other == "en" else "/"  # a page that is not there names no twin
    if isinstance(page, Page):
        twin = page.twin if hasattr(page, "twin") else page.get_translations().first()
        return twin.url if twin and twin.live else ("/en/" if other == "en" else "/")
    return translate_url(request.get_full_path(), other)


def _is_there(page: Page) -> bool:
    """Whether a page answers at all: an exhibition that has not opened does not."""
    return page.is_open() if hasattr(page, "is_open") else True


def not_found(request, exception=None) -> HttpResponse:
    """One answer for what never existed and what is closed: the same page, the same headers."""
    response = render(request, "404.html", status=404)
    response["Cache-Control"] = "no-store"
    return response


def broken(request) -> HttpResponse:
    """Something failed. Where the database could not write, as on a full disk, nothing was changed: 503 says so."""
    is_unwritten = isinstance(sys.exc_info()[1], OperationalError)
    context = {"archive": None, "is_unwritten": is_unwritten}
    return render(request, "500.html", context, status=503 if is_unwritten else 500)


def csrf_failure(request, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@require_safe
def desk_door(request) -> HttpResponse:
    """The desk sends here who may not enter: a stranger to sign in, a reader to where readers belong."""
    if request.user.is_authenticated:
        return redirect("account")
    asked = request.META.get("QUERY_STRING", "")
    return redirect(reverse("account_login") + (f"?{asked}" if asked else ""))


@require_safe
def robots(request) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /account/",
        "Disallow: /search/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


NOT_READY = {
    "database": "does not answer",
    "search": "an index is missing or torn; the worker builds it anew",
}


@require_safe
def live(request) -> HttpResponse:
    """The process answers; nothing is said of what it depends on."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request) -> JsonResponse:
    """Whether everything that answers readers can answer; what cannot is named, and 503 says so to machines."""
    parts = {"database": _database_answers(), "search": not damaged_indexes()}
    words = {name: "ready" if is_ready else NOT_READY[name] for name, is_ready in parts.items()}
    response = JsonResponse(words, status=200 if all(parts.values()) else 503)
    response["Cache-Control"] = "no-store"
    return response


def _database_answers() -> bool:
    try:
        connection.cursor().execute("SELECT 1").close()
    except DatabaseError:
        return False
    return True
