"""What is counted, and drafts lent to people without an account."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from exhibitions.actions import tallies
from exhibitions.models import ChapterPage, DraftLink, ExhibitionPage


@csrf_exempt  # nothing but a figure changes, and a page without cookies has no token
@require_POST
def seen(request) -> HttpResponse:
    """Count that something of an exhibition was seen. No cookie is read, no address is kept."""
    try:
        key = UUID(request.POST.get("exhibition", ""))
    except ValueError:
        return HttpResponse(status=400)
    counted = tallies.count(key, request.POST.get("what", ""), on=timezone.localdate())
    return HttpResponse(status=204 if counted else 400)


@require_safe
def draft(request, token: str, pk: int | None = None) -> HttpResponseBase:
    """A draft as its curator shared it, seen as a stranger would see it; gone when its time is over.

    A link opens the whole exhibition that its page belongs to; ``pk`` names one of its pages.
    """
    link = DraftLink.objects.filter(token=token).select_related("page").first()
    if link is None or not link.holds(timezone.now()):
        raise Http404("There is no such draft.")
    page = _lent(link, pk)
    request.user, request.is_preview = AnonymousUser(), True
    request.draft_token, request.draft_until = token, link.expires_at
    # rendered after this returns, so the language is set and not only lent
    translation.activate(page.locale.language_code)
    request.LANGUAGE_CODE = page.locale.language_code
    response = page.serve_preview(request, page.default_preview_mode)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _lent(link: DraftLink, pk: int | None) -> ExhibitionPage | ChapterPage:
    """The page that a link was made for, or another of the same exhibition, as it was last saved."""
    made_for = link.page.specific
    if not isinstance(made_for, ExhibitionPage | ChapterPage):
        raise Http404("There is no such draft.")
    if pk in (None, made_for.pk):
        return made_for.get_latest_revision_as_object()
    exhibition = made_for.exhibition if isinstance(made_for, ChapterPage) else made_for
    if pk == exhibition.pk:
        return exhibition.get_latest_revision_as_object()
    return get_object_or_404(exhibition.all_chapters(), pk=pk).get_latest_revision_as_object()
