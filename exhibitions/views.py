"""Pages beside the story: recordings, IIIF documents, embeds, feeds, the count of visits, drafts."""

import re
from datetime import timedelta
from urllib.parse import quote, unquote
from uuid import UUID
from wsgiref.util import FileWrapper

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event
from wagtail.models import Site

from exhibitions import captions, sharing
from exhibitions.actions import tallies
from exhibitions.models import ChapterPage, DraftLink, ExhibitionPage, Recording, Run
from exhibitions.showing import Showing
from iiif import stories, uris

# -- recordings -------------------------------------------------------------------------------------

RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})\Z", re.ASCII)


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
    asked = RANGE.match(request.headers.get("Range", ""))
    first = int(asked[1]) if asked else 0
    last = min(int(asked[2]) if asked and asked[2] else size - 1, size - 1)
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


def _part(file, first: int, length: int):
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
    text = recording.captions_en if language == "en" else recording.captions
    if not text:
        raise Http404("There are no captions in this language.")
    return HttpResponse(captions.file_of(text), content_type="text/vtt; charset=utf-8")


# -- what others use --------------------------------------------------------------------------------


def _open_exhibition(key: UUID) -> ExhibitionPage:
    page = (
        ExhibitionPage.objects.open_to_public().filter(translation_key=key).order_by("pk").first()
    )
    if page is None:
        raise Http404("There is no such exhibition.")
    return page


@require_safe
def manifest(request, key: UUID) -> HttpResponse:
    """The exhibition as an annotated Manifest."""
    told = sharing.story(request, _open_exhibition(key))
    document = stories.manifest(uris.base(request), told)
    if not document["items"]:
        raise Http404("The exhibition shows no page that everybody may see.")
    return _iiif(document)


@require_safe
def collection(request, key: UUID) -> HttpResponse:
    """The exhibition as a Collection of the manifests it is made of."""
    told = sharing.story(request, _open_exhibition(key))
    return _iiif(stories.collection(uris.base(request), told))


@require_safe
def remarks(request, key: UUID, scan: str) -> HttpResponse:
    """What the exhibition says of one page, by itself, so that its identifier resolves."""
    told = stories.manifest(uris.base(request), sharing.story(request, _open_exhibition(key)))
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
        "version": "1.0", "type": "rich", "title": page.title, "provider_name": site.site_name if site else "",
        "provider_url": f"{root}/", "width": width, "height": height, "cache_age": 3600,
        "html": sharing.embed_code(root, page, width=width, height=height),
    }  # fmt: skip
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
        if path.startswith(page.url or "//"):
            return page
    return None


# -- the calendar as feeds --------------------------------------------------------------------------


def _announced(language: str) -> list[tuple[Run, ExhibitionPage]]:
    """Runs of the next two years and of the last, of published exhibitions, soonest first."""
    today = timezone.localdate()
    pages = {
        p.translation_key: p for p in ExhibitionPage.objects.live().public().in_language(language)
    }
    runs = Run.objects.select_related("day").filter(
        opens_on__range=(today - timedelta(days=366), today + timedelta(days=731))
    )
    told = [
        run for run in runs if run.opened_at or (run.closed_at is None and run.opens_on >= today)
    ]
    return [(run, pages[run.exhibition]) for run in told if run.exhibition in pages]


@require_safe
def openings_ics(request) -> HttpResponse:
    """Openings as iCalendar (RFC 5545): one entry for each time that an exhibition is on."""
    language, root = translation.get_language() or "vi", uris.base(request)
    calendar = Calendar()
    calendar.add("prodid", "-//Tang Thu//Exhibitions//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Openings of exhibitions"))
    for run, page in _announced(language):
        event = Event()
        event.add(
            "uid", f"{run.exhibition}-{run.day_id}-{run.falls_on:%Y%m%d}@{request.get_host()}"
        )
        event.add("dtstamp", run.opened_at or timezone.now())
        event.add("dtstart", run.opens_on)
        event.add("dtend", run.closes_on + timedelta(days=1))
        event.add("summary", page.title)
        meant = {"day": _name(run.day, language), "on": run.falls_on.strftime("%d/%m/%Y")}
        event.add("description", _("For %(day)s, %(on)s") % meant)
        if run.opened_at:
            event.add("url", root + page.url)
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _name(day, language: str) -> str:
    return day.name_en if language == "en" and day.name_en else day.name


class OpeningsFeed(Feed):
    """Exhibitions that have opened, the newest first, as Atom."""

    feed_type = Atom1Feed

    def title(self):
        return _("Openings of exhibitions")

    def link(self):
        return reverse("openings_atom")

    def items(self):
        opened = [
            (run.opened_at, run, page)
            for run, page in _announced(translation.get_language() or "vi")
            if run.opened_at
        ]
        opened.sort(key=lambda each: (each[0], each[1].pk), reverse=True)
        return [(run, page) for _at, run, page in opened[:30]]

    def item_title(self, item):
        return item[1].title

    def item_description(self, item):
        return item[1].subtitle

    def item_link(self, item):
        return item[1].url

    def item_guid(self, item):
        run, page = item
        return f"urn:uuid:{page.translation_key}#{run.falls_on.isoformat()}"

    def item_pubdate(self, item):
        return item[0].opened_at

    item_updateddate = item_pubdate


# -- visits and drafts ------------------------------------------------------------------------------


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
def draft(request, token: str) -> HttpResponseBase:
    """A draft as its curator shared it, seen as a stranger would see it; gone when its time is over."""
    link = DraftLink.objects.filter(token=token).select_related("page").first()
    if link is None or not link.holds(timezone.now()):
        raise Http404("There is no such draft.")
    page = (
        link.page.get_latest_revision_as_object()
        if link.page.latest_revision_id
        else link.page.specific
    )
    if not isinstance(page, ExhibitionPage | ChapterPage):
        raise Http404("There is no such draft.")
    request.user, request.is_preview = AnonymousUser(), True
    request.draft_until = link.expires_at
    # rendered after this returns, so the language is set and not only lent
    translation.activate(page.locale.language_code)
    request.LANGUAGE_CODE = page.locale.language_code
    response = page.serve_preview(request, page.default_preview_mode)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
