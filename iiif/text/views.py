"""Content Search 2.0 with autocomplete, the words of a page as annotations, and whole documents as text."""

from zlib import crc32

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from catalog.models import ScanText
from iiif import gate, uris
from iiif.presentation.contents import Contents, gather
from iiif.presentation.manifests import CONTEXT
from iiif.presentation.views import find
from iiif.text import search as searching
from iiif.text import words as packing

SEARCH_CONTEXT = "http://iiif.io/api/search/2/context.json"
HITS_A_PAGE = 100
LONGEST_QUERY = 300


def _contents(request, key: str) -> Contents:
    """What a reader may search in: an existing document, or as one that never was."""
    record, reader = find(request, key)
    contents = gather(record, reader)
    if not contents.pages:
        raise Http404("No such document.")
    return contents


def _json(document: dict, contents: Contents) -> HttpResponseBase:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = f'application/ld+json;profile="{SEARCH_CONTEXT}"'
    if contents.is_open:
        response["Cache-Control"] = gate.open_cache()
        return response
    return gate.guarded(response)


@require_safe
def search(request, key: str) -> HttpResponseBase:
    """Hits in one document, a hundred at a time (section 3)."""
    contents = _contents(request, key)
    root, text = uris.base(request), request.GET.get("q", "")[:LONGEST_QUERY]
    wanted = request.GET.get("motivation", "").split()
    found = searching.search(contents, text) if not wanted or set(wanted) & MOTIVATIONS else []
    pages = Paginator(found, HITS_A_PAGE)
    try:
        page = pages.page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404("No such page of hits.") from None
    whole = {
        "id": uris.search(root, key, q=text),
        "type": "AnnotationCollection",
        "total": len(found),
    }
    document: dict = {
        "@context": [CONTEXT, SEARCH_CONTEXT],
        "id": uris.search(root, key, q=text, page=page.number),
        "type": "AnnotationPage",
        "startIndex": page.start_index() - 1 if found else 0,
        "items": [],
    }
    if ignored := sorted(set(request.GET) & {"date", "user"}):
        document["ignored"] = ignored
    if pages.num_pages > 1:
        for name, number in (("first", 1), ("last", pages.num_pages)):
            whole[name] = {
                "id": uris.search(root, key, q=text, page=number),
                "type": "AnnotationPage",
            }
    document["partOf"] = whole
    if page.has_next():
        document["next"] = {
            "id": uris.search(root, key, q=text, page=page.next_page_number()),
            "type": "AnnotationPage",
        }
    if page.has_previous():
        document["prev"] = {
            "id": uris.search(root, key, q=text, page=page.previous_page_number()),
            "type": "AnnotationPage",
        }
    # the same place is another annotation for another query
    asked = f"{crc32(text.encode()):08x}"
    context = []
    for hit in searching.shown(page.object_list):
        annotations = _annotations(root, hit, asked)
        document["items"] += annotations
        context.append(_context(root, hit, asked, annotations))
    document["annotations"] = [{"type": "AnnotationPage", "items": context}]
    return _json(document, contents)


MOTIVATIONS = {"supplementing", "contextualizing"}


def _annotations(root: str, hit: searching.ShownHit, asked: str) -> list[dict]:
    """One annotation for each line that the hit covers; the whole page where the words have no place."""
    canvas = uris.canvas(root, hit.page.record, hit.page.scan)
    targets = [f"{canvas}#xywh={box.x},{box.y},{box.width},{box.height}" for box in hit.boxes]
    name = f"{uris.text_page(root, hit.page.scan)}/hit-{asked}-{hit.number}"
    return [
        {
            "id": f"{name}-{line}",
            "type": "Annotation",
            "motivation": "supplementing",
            "body": {"type": "TextualBody", "value": hit.exact, "format": "text/plain"},
            "target": target,
        }
        for line, target in enumerate(targets or [canvas])
    ]


def _context(root: str, hit: searching.ShownHit, asked: str, annotations: list[dict]) -> dict:
    """The snippet around a hit (section 3.4.2)."""
    quote = {"type": "TextQuoteSelector", "exact": hit.exact}
    if hit.before:
        quote["prefix"] = f"{hit.before} "
    if hit.after:
        quote["suffix"] = f" {hit.after}"
    return {
        "id": f"{uris.text_page(root, hit.page.scan)}/context-{asked}-{hit.number}",
        "type": "Annotation",
        "motivation": "contextualizing",
        "target": [{"type": "SpecificResource", "source": each["id"], "selector": [quote]} for each in annotations],
    }


@require_safe
def autocomplete(request, key: str) -> HttpResponseBase:
    """Terms that begin with what was typed (section 4)."""
    contents = _contents(request, key)
    root, text = uris.base(request), request.GET.get("q", "")[:LONGEST_QUERY]
    least = request.GET.get("min", "1")
    at_least = int(least) if least.isascii() and least.isdigit() and len(least) < 7 else 1
    document: dict = {
        "@context": SEARCH_CONTEXT,
        "id": uris.autocomplete(root, key, q=text),
        "type": "TermPage",
        "items": [
            {
                "type": "Term",
                "value": term,
                "total": count,
                "service": [{"id": uris.search(root, key, q=term), "type": "SearchService2"}],
            }
            for term, count in searching.terms(contents, text, at_least=at_least)
        ],
    }
    if ignored := sorted(set(request.GET) & {"date", "user", "motivation"}):
        document["ignored"] = ignored
    return _json(document, contents)


@require_safe
def lines(request, key: str) -> HttpResponseBase:
    """The text of one page, a line an annotation, for viewers that show it beside or over the image."""
    reader = gate.reader_of(request)
    scan = gate.find(reader, key)
    if not gate.may_view(reader, scan):
        return gate.refusal(reader)
    kept = ScanText.objects.filter(scan=scan).first()
    if kept is None:
        raise Http404("This page has no text.")
    root = uris.base(request)
    canvas, here = uris.canvas(root, scan.record, scan), uris.text_page(root, scan)
    items = []
    for number, line in enumerate(packing.unpack(bytes(kept.words)).lines):
        boxes = [word.box for word in line if word.box.width]
        target = canvas
        if boxes:
            x, y = min(box.x for box in boxes), min(box.y for box in boxes)
            width = max(box.x + box.width for box in boxes) - x
            height = max(box.y + box.height for box in boxes) - y
            target = f"{canvas}#xywh={x},{y},{width},{height}"
        items.append(
            {
                "id": f"{here}/line-{number}",
                "type": "Annotation",
                "motivation": "supplementing",
                "body": {
                    "type": "TextualBody",
                    "value": " ".join(word.text for word in line),
                    "format": "text/plain",
                },
                "target": target,
            }
        )
    document = {"@context": CONTEXT, "id": here, "type": "AnnotationPage", "items": items}
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = f'application/ld+json;profile="{CONTEXT}"'
    gate.cache(response, record=scan.record)
    return gate.let_in(response, request, reader, scan.record)


@require_safe
def whole_text(request, key: str) -> HttpResponseBase:
    """All words of a document that is open to everyone, as a text file, a page after a page."""
    record, _reader = find(request, key)
    contents = gather(record, AnonymousUser())
    if not (contents.is_open and contents.has_text):
        raise Http404("No such file.")
    parts = [
        f"[{page.record.reference_code or page.record.key} · {page.scan.order}]\n{packing.plain(packed)}\n"
        for page, packed in searching.texts(contents)
    ]
    response = HttpResponse("\n".join(parts), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.txt"'
    response["Cache-Control"] = gate.open_cache()
    return response
