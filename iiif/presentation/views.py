"""The manifest's address."""

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from catalog import access
from catalog.models import Record
from iiif import gate, uris
from iiif.presentation.manifests import CONTENT_TYPE
from iiif.presentation.manifests import manifest as build

ARCHIVE = {"vi": "Tàng Thư, cổng tài liệu lưu trữ", "en": "Tàng Thư, public archive portal"}


@require_safe
def manifest(request, key: str) -> HttpResponse:
    record = Record.objects.filter(key=key).first()
    decision = access.decide(request.user, record) if record else None
    if decision is None or not decision.description or not record.scans.exists():
        raise Http404("No such manifest.")
    root = uris.base(request)
    with translation.override("vi"):
        page = root + reverse("record", args=[record.key])
    document = build(
        root, record, page_url=page, archive=_archive(request), guarded=not decision.content
    )
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = CONTENT_TYPE
    response["Access-Control-Allow-Origin"] = "*"
    if access.is_open_content(record):
        response["Cache-Control"] = gate.open_cache()
        return response
    return gate.guarded(response)


def _archive(request) -> dict[str, str]:
    from wagtail.models import Site

    site = Site.find_for_request(request)
    name = site.site_name if site else ""
    return {language: name or fallback for language, fallback in ARCHIVE.items()}
