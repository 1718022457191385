"""The stream of activities (Change Discovery 1.0, sections 3.1 to 3.3), oldest first, a hundred a page."""

from django.http import Http404, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from iiif import gate, uris
from iiif.discovery.activities import MANIFEST
from iiif.models import Activity

CONTEXT = "http://iiif.io/api/discovery/1/context.json"
A_PAGE = 100


@require_safe
def stream(request) -> HttpResponseBase:
    """The whole: how much there is, where it begins and where it ends."""
    root, total = uris.base(request), Activity.objects.count()
    last = max(1, -(-total // A_PAGE))
    document = {
        "@context": CONTEXT,
        "id": uris.discovery(root, "all-changes"),
        "type": "OrderedCollection",
        "totalItems": total,
        "first": _page_of(root, 1),
        "last": _page_of(root, last),
    }
    return _answer(document)


@require_safe
def page(request, number: str) -> HttpResponseBase:
    """One page. Rows are only ever added, so a full page never changes again."""
    root, wanted = uris.base(request), int(number)
    total = Activity.objects.count()
    last = max(1, -(-total // A_PAGE))
    if not 1 <= wanted <= last:
        raise Http404("No such page.")
    start = (wanted - 1) * A_PAGE
    document = {
        "@context": CONTEXT,
        "id": uris.discovery(root, f"page-{wanted}"),
        "type": "OrderedCollectionPage",
        "startIndex": start,
        "partOf": {"id": uris.discovery(root, "all-changes"), "type": "OrderedCollection"},
        "orderedItems": [_activity(root, each) for each in Activity.objects.order_by("id")[start : start + A_PAGE]],
    }
    if wanted > 1:
        document["prev"] = _page_of(root, wanted - 1)
    if wanted < last:
        document["next"] = _page_of(root, wanted + 1)
    return _answer(document)


def _page_of(root: str, number: int) -> dict:
    return {"id": uris.discovery(root, f"page-{number}"), "type": "OrderedCollectionPage"}


def _activity(root: str, activity: Activity) -> dict:
    found = {
        "id": uris.discovery(root, f"activity/{activity.pk}"),
        "type": activity.kind,
        "object": _object(root, activity.object_key, activity.object_type),
        "endTime": activity.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if activity.target_type:
        found["target"] = _object(root, activity.object_key, activity.target_type)
    return found


@require_safe
def activity(request, pk: str) -> HttpResponseBase:
    """One activity by itself, so that its identifier resolves."""
    found = Activity.objects.filter(pk=int(pk)).first()
    if found is None:
        raise Http404("No such activity.")
    return _answer({"@context": CONTEXT, **_activity(uris.base(request), found)})


def _object(root: str, key: str, kind: str) -> dict:
    path = uris.manifest_path_of(key)
    address = f"{root}{path}" if kind == MANIFEST else uris.collection_of(root, key)
    return {"id": address, "type": kind}


def _answer(document: dict) -> HttpResponseBase:
    response = JsonResponse(document)
    response["Content-Type"] = f'application/ld+json;profile="{CONTEXT}"'
    response["Cache-Control"] = gate.open_cache()
    return response
