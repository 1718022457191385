"""Annotation pages (W3C Web Annotation Protocol for reading; IIIF Presentation 3.0, section 5.5)."""

from django.http import Http404, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from iiif import gate, uris
from iiif.models import Annotation
from iiif.presentation.manifests import CONTENT_TYPE, CONTEXT


@require_safe
def notes(request, key: str) -> HttpResponseBase:
    """All annotations of a page, for whoever may see the page."""
    reader = gate.reader_of(request)
    scan = gate.find(reader, key)
    if not gate.may_view(reader, scan):
        return gate.refusal(reader)
    root = uris.base(request)
    found = Annotation.objects.filter(scan=scan)
    document = {
        "@context": CONTEXT,
        "id": uris.notes_page(root, scan),
        "type": "AnnotationPage",
        "items": [_annotation(root, scan, each) for each in found],
    }
    return _answer(document, scan)


@require_safe
def note(request, key: str) -> HttpResponseBase:
    """One annotation by itself, so that its identifier resolves."""
    found = Annotation.objects.select_related("scan").filter(key=key).first()
    if found is None:
        raise Http404("No such annotation.")
    reader = gate.reader_of(request)
    scan = gate.find(reader, found.scan.key)
    if not gate.may_view(reader, scan):
        return gate.refusal(reader)
    return _answer({"@context": CONTEXT, **_annotation(uris.base(request), scan, found)}, scan)


def _answer(document: dict, scan) -> HttpResponseBase:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = CONTENT_TYPE
    return gate.cache(response, record=scan.record)


def _annotation(root: str, scan, annotation: Annotation) -> dict:
    canvas = uris.canvas(root, scan.record, scan)
    bodies = [
        {"type": "TextualBody", "value": text, "format": "text/plain", "language": language}
        for language, text in (("vi", annotation.text), ("en", annotation.text_en))
        if text
    ]
    return {
        "id": uris.note(root, annotation.key),
        "type": "Annotation",
        "motivation": annotation.motivation,
        "created": annotation.created_at.isoformat(),
        "modified": annotation.changed_at.isoformat(),
        "body": bodies if len(bodies) > 1 else bodies[0],
        "target": f"{canvas}#xywh={annotation.xywh}" if annotation.xywh else canvas,
    }
