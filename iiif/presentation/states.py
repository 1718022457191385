"""Opening a shared view: the link of a content state leads to the record's page, on the spot that it names."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog import access
from catalog.models import Record, Scan
from iiif import gate, uris
from iiif.language import spoken
from iiif.presentation.content_state import NotAState, decode


@require_safe
def view(request: HttpRequest) -> HttpResponseBase:
    """``?iiif-content=`` in any form of Content State 1.0; what is not ours is said in words."""
    try:
        state = decode(request.GET.get("iiif-content", ""), root=uris.base(request))
    except NotAState as wrong:
        response = render(
            request,
            "iiif/state.html",
            {"why": {"reason": wrong.template, "values": wrong.values}},
            status=400,
        )
        return gate.guarded(response)
    reader = gate.reader_of(request)
    record = Record.objects.filter(key=state.record_key).first()
    if record is None or not access.may_see_description(reader, record):
        raise Http404("No such document.")
    place = {}
    if state.scan_key:
        scan = Scan.objects.filter(key=state.scan_key).select_related("record").first()
        if scan is None or not access.may_see_description(reader, scan.record):
            raise Http404("No such page.")
        record, place = scan.record, {"scan": scan.order}
    with spoken(request):
        address = reverse("record", args=[record.key])
    query = f"?{urlencode(place)}" if place else ""
    spot = f"#xywh={state.xywh}" if state.xywh else "#viewer"
    return gate.guarded(HttpResponseRedirect(f"{address}{query}{spot}"))


def nothing(request: HttpRequest) -> HttpResponseBase:
    raise Http404("No such service.")
