"""An exhibition for other sites and viewers: IIIF documents, the embed."""

from urllib.parse import quote, unquote
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import (
    Http404,
    HttpResponse,
    JsonResponse,
)
from django.views.decorators.http import require_safe
from wagtail.models import Site

from exhibitions import documents, sharing
from exhibitions.models import ExhibitionPage
from exhibitions.showing import Showing
from iiif import stories, uris


def _open_exhibition(key: UUID) -> ExhibitionPage:
    page = ExhibitionPage.objects.open_to_public().filter(translation_key=key).order_by("pk").first()
    if page is None:
        raise Http404("There is no such exhibition.")
    return page


@require_safe
def manifest(request, key: UUID) -> HttpResponse:
    """The exhibition as an annotated Manifest."""
    told = documents.story(request, _open_exhibition(key))
    document = stories.manifest(uris.base(request), told)
    if not document["items"]:
        raise Http404("The exhibition shows no page that everybody may see.")
    return _iiif(document)


@require_safe
def collection(request, key: UUID) -> HttpResponse:
    """The exhibition as a Collection of the manifests it is made of."""
    told = documents.story(request, _open_exhibition(key))
    return _iiif(stories.collection(uris.base(request), told))


@require_safe
def remarks(request, key: UUID, scan: str) -> HttpResponse:
    """What the exhibition says of one page, by itself, so that its identifier resolves."""
    told = stories.manifest(uris.base(request), documents.story(request, _open_exhibition(key)))
    for canvas in told["items"]:
        for page in canvas.get("annotations", []):
            if page["id"].endswith(f"/{scan}"):
                return _iiif({"@context": told["@context"], **page})
    raise Http404("The exhibition says nothing of this page.")


def _iiif(document: dict) -> HttpResponse:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = stories.CONTENT_TYPE
    response["Cache-Control"] = "public, no-cache"
    return response


@require_safe
def oembed(request) -> HttpResponse:
    """oEmbed 1.0 for exhibitions and their chapters; JSON is the format that is offered."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only format=json is offered.\n", status=501, content_type="text/plain")
    page = _exhibition_at(request, request.GET.get("url", ""))
    if page is None:
        raise Http404("There is no exhibition at this address.")
    root = uris.base(request)
    width = _at_most(request.GET.get("maxwidth"), sharing.EMBED[0])
    height = _at_most(request.GET.get("maxheight"), sharing.EMBED[1])
    site = Site.find_for_request(request)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": page.title,
        "provider_name": site.site_name if site else "",
        "provider_url": f"{root}/",
        "width": width,
        "height": height,
        "cache_age": 3600,
        "html": sharing.embed_code(root, page, width=width, height=height),
    }
    showing = Showing(AnonymousUser(), page.cover())
    if card := sharing.card_of(root, page, showing):
        answer |= {
            "thumbnail_url": card.address,
            "thumbnail_width": card.width,
            "thumbnail_height": card.height,
        }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _at_most(asked: str | None, most: int) -> int:
    """The size that a consumer asked for, where it is a number and smaller than ours."""
    is_number = bool(asked and asked.isascii() and asked.isdigit() and len(asked) < 6)
    return min(most, int(asked)) if asked and is_number else most


def _exhibition_at(request, address: str) -> ExhibitionPage | None:
    """The open exhibition whose page, or whose chapter's page, stands at an address of ours."""
    root = uris.base(request)
    path = quote(unquote(address.removeprefix(root))).partition("?")[0].partition("#")[0]
    if not address.startswith(f"{root}/"):
        return None
    for page in ExhibitionPage.objects.open_to_public():
        # its own address, or that of a chapter of it
        if path.startswith(page.url or "//") and path in {each.url for each in (page, *page.chapters())}:
            return page
    return None
