"""Pages of the catalogue for everyone."""

import io
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Site

from catalog import access, exports
from catalog.access import Decision
from catalog.models import Agent, Place, Record
from exhibitions.querysets import shown_in
from iiif import uris
from portal.browse import described
from portal.reading_room.requests.offers import offers
from portal.reading_room.rules.vocabulary import Use

CHILDREN = 50
STRIP = 300
LEAVES = 10
PREVIEWS = 12


@require_safe
def fonds(request) -> HttpResponse:
    """The holdings: every fonds and collection that this reader may know of."""
    rows = Record.objects.visible_to(request.user).top()
    page = Paginator(rows, CHILDREN).get_page(request.GET.get("page"))
    return render(request, "browse/fonds.html", {"page": page})


@require_safe
def record(request, key: str) -> HttpResponseBase:
    """One record: what it is, its scans, what lies under it, what can be done with it."""
    if state := request.GET.get("iiif-content"):
        # Content State 1.0, section 3.1: any page with a viewer may be given a state to open
        return redirect(f"{reverse('iiif_view')}?{urlencode({'iiif-content': state})}")
    found, decision = _find(request, key)
    scan_count = found.scans.count()
    asked = _page_asked(request, scan_count)
    scans = _strip(found, asked) if decision.content else []
    title = described.title_for(found, decision)
    permalink = request.build_absolute_uri(reverse("record", args=[found.key]))
    context = {
        "record": found,
        "decision": decision,
        "title": title,
        "ancestors": _ancestors(found, decision, request.user),
        "areas": described.areas(found, decision),
        "scans": scans,
        "scan_count": scan_count,
        "current": next((scan for scan in scans if scan.order == asked), scans[0] if scans else None),
        "children": _children_page(request, found),
        "neighbours": _neighbours(request, found),
        "exhibitions": shown_in(found, translation.get_language() or "vi"),
        "agents": found.agent_links.select_related("agent") if described.is_full(found, decision) else [],
        "places": found.places.all() if described.is_full(found, decision) else [],
        "tags": found.tags.all() if described.is_full(found, decision) else [],
        "permalink": permalink,
        "citation": described.citation(found, title, permalink),
        "has_text": bool(scans) and found.scans.filter(text__isnull=False).exists(),
        "previews": _previews(request, found, decision),
        "viewers": _viewers(request, found) if scans else [],
        "may_download": scans and access.may_download(request.user, found),
        **_uses(request, found),
    }
    return _rule(render(request, "browse/record.html", context), found)


@require_safe
def read(request, key: str) -> HttpResponseBase:
    """Every page beside its words, for reading without scripts and without seeing the pictures."""
    found, decision = _find(request, key)
    if not decision.content or not found.scans.exists():
        return _rule(HttpResponseRedirect(reverse("record", args=[found.key])), found)
    scans = found.scans.in_order().select_related("text")
    context = {
        "record": found,
        "title": described.title_for(found, decision),
        "page": Paginator(scans, LEAVES).get_page(request.GET.get("page")),
    }
    return _rule(render(request, "browse/read.html", context), found)


@require_safe
def children(request, key: str) -> HttpResponseBase:
    """One more page of what lies under a record; also the fragment that the tree loads."""
    found, _ = _find(request, key)
    context = {"record": found, "children": _children_page(request, found)}
    template = "browse/_children.html" if request.GET.get("fragment") else "browse/children.html"
    return _rule(render(request, template, context), found)


@require_safe
def qr(request, key: str) -> HttpResponseBase:
    """The permanent link as a QR code, for slips and labels."""
    found, _ = _find(request, key)
    out = io.BytesIO()
    link = request.build_absolute_uri(reverse("record", args=[found.key]))
    segno.make(link, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False, light="#fff")
    return _rule(HttpResponse(out.getvalue(), content_type="image/svg+xml"), found)


@require_safe
def ead(request, key: str) -> HttpResponseBase:
    """The description with everything below it as EAD 2002, sent while it is written."""
    found, _ = _find(request, key)
    link = request.build_absolute_uri(reverse("record", args=[found.key]))
    parts = exports.ead(found, request.user, agency=_agency(request), address=link)
    response = StreamingHttpResponse(parts, content_type="application/xml")
    response["Content-Disposition"] = f'inline; filename="{found.key}.ead.xml"'
    return _rule(response, found)


@require_safe
def dublin_core(request, key: str) -> HttpResponseBase:
    """The description as Dublin Core."""
    found, _ = _find(request, key)
    link = request.build_absolute_uri(reverse("record", args=[found.key]))
    body = exports.dublin_core(found, request.user, agency=_agency(request), address=link)
    return _rule(HttpResponse(body, content_type="application/xml"), found)


def _agency(request) -> str:
    site = Site.find_for_request(request)
    return site.site_name if site else ""


@require_safe
def agent(request, key: str) -> HttpResponse:
    found = Agent.objects.visible_to(request.user).filter(key=key).first()
    if found is None:
        raise Http404("No such agent.")
    rows = Record.objects.naming_names(request.user).filter(agents=found).distinct()
    known = Agent.objects.visible_to(request.user)
    context = {
        "agent": found,
        "is_told": access.may_see_history(request.user, found),
        "page": Paginator(rows, CHILDREN).get_page(request.GET.get("page")),
        "before": found.successions_before.filter(earlier__in=known).select_related("earlier"),
        "after": found.successions_after.filter(later__in=known).select_related("later"),
    }
    return render(request, "browse/agent.html", context)


@require_safe
def place(request, key: str) -> HttpResponse:
    """A place with its records, and the units it came from and went into."""
    found = Place.objects.visible_to(request.user).filter(key=key).first()
    if found is None:
        raise Http404("No such place.")
    rows = Record.objects.naming_names(request.user)
    known = Place.objects.visible_to(request.user)
    context = {
        "place": found,
        "page": Paginator(rows.filter(places=found), CHILDREN).get_page(request.GET.get("page")),
        "before": found.successions_before.filter(earlier__in=known).select_related("earlier"),
        "after": found.successions_after.filter(later__in=known).select_related("later"),
    }
    return render(request, "browse/place.html", context)


def _uses(request, found: Record) -> dict:
    """What the reader can do with the record beside reading this page."""
    uses = offers(request.user, found)
    online = next((each for each in uses if each.use == Use.ONLINE), None)
    return {
        "uses": [each for each in uses if each.is_possible],
        "waiting": [each for each in uses if each.waiting],
        "online": online,
        "copies": [each for each in uses if each.use == Use.COPY and each.is_possible],
        "away": [each for each in uses if each.use == Use.ROOM and not (each.is_possible or each.waiting)],
    }


def _previews(request, found: Record, decision) -> list:
    """Small pictures of pages on request, where the archive shows them to everyone."""
    if decision.content or not access.may_see_preview(request.user, found):
        return []
    return list(found.scans.in_order()[:PREVIEWS])


def _viewers(request, found: Record) -> list[dict]:
    """Other viewers for a document that is open to everyone: they ask for it from their own site."""
    if not access.is_open_content(found):
        return []
    manifest = quote(uris.manifest(uris.base(request), found), safe="")
    return [
        {"name": name, "address": template.replace("{manifest}", manifest)} for name, template in settings.IIIF_VIEWERS
    ]


def _find(request, key: str) -> tuple[Record, Decision]:
    """A record that this reader may know of; a closed one answers as one that never was."""
    found = Record.objects.filter(key=key).first()
    decision = access.decide(request.user, found) if found else None
    if decision is None or not decision.description:
        raise Http404("No such record.")
    return found, decision


def _rule(response: HttpResponseBase, found: Record) -> HttpResponseBase:
    """Nothing that depends on who looks may stand in a shared cache."""
    open_to_all = access.is_open_content(found)
    response["Cache-Control"] = "private, no-cache" if open_to_all else "private, no-store"
    return response


def _ancestors(found: Record, decision, reader) -> list[dict]:
    above = Record.objects.filter(path__in=found.ancestor_paths[:-1]).order_by("path")
    return [{"record": each, "title": described.title_for(each, access.decide(reader, each))} for each in above]


def _children_page(request, found: Record) -> Page:
    rows = Record.objects.visible_to(request.user).children_of(found).with_scans()
    return Paginator(rows, CHILDREN).get_page(request.GET.get("page"))


def _neighbours(request, found: Record) -> dict:
    """The records before and after on the same level, of those that this reader may know of."""
    if found.depth == 1:
        return {}
    parent = Record(path=found.path[: -Record.steplen], depth=found.depth - 1)
    level = Record.objects.visible_to(request.user).children_of(parent)
    return {
        "before": level.filter(path__lt=found.path).order_by("-path").first(),
        "after": level.filter(path__gt=found.path).order_by("path").first(),
    }


def _page_asked(request, count: int) -> int:
    """The page number that ``?scan=`` asks for, else 1."""
    asked = request.GET.get("scan", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return number if 1 <= number <= count else 1


def _strip(found: Record, asked: int) -> list:
    """The pages around the one that is asked for; a bound volume may have thousands."""
    first = max(1, asked - STRIP // 2)
    return list(found.scans.in_order().filter(order__gte=first)[:STRIP])
