"""Links to drafts, and what the fields of the editor ask for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from catalog.access import sees_everything
from catalog.models import Record
from exhibitions import maps
from exhibitions.actions import links, tasks
from exhibitions.models import DraftLink
from exhibitions.viewsets.desk import CuratorsViewSet, may_edit
from iiif import uris

DRAFT_DAYS = (1, 7, 30)


def _may_lend(request, page: Page) -> None:
    """A link opens the whole exhibition: only who may edit all of it hands one out."""
    if not tasks.whole(page).permissions_for_user(request.user).can_edit():
        raise PermissionDenied


class HandingViewSet(CuratorsViewSet):
    """Links to drafts, and what the fields of the editor ask for."""

    name = "exhibition_drafts"
    url_prefix = "exhibitions"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("drafts/<int:pk>/", self.drafts, name="drafts"),
            path("drafts/end/<int:pk>/", require_POST(self.end), name="end"),
            path("scans/<int:pk>/", self.scans, name="scans"),
            path("map/", self.map, name="map"),
        ]

    def drafts(self, request, pk) -> HttpResponse:
        page = get_object_or_404(Page, pk=pk).specific
        _may_lend(request, page)
        if request.method == "POST":
            asked = request.POST.get("days", "")
            chosen = int(asked) if asked in map(str, DRAFT_DAYS) else DRAFT_DAYS[1]
            links.hand_out(page, by=request.user, at=timezone.now(), days=chosen)
            messages.success(request, _("The link is ready. Whoever has it sees the draft until it expires."))
            return redirect(reverse("exhibition_drafts:drafts", args=[pk]))
        rows = [
            (link, request.build_absolute_uri(reverse("exhibition_draft", args=[link.token])))
            for link in DraftLink.objects.filter(page_id=pk, expires_at__gt=timezone.now())
        ]
        return render(
            request,
            "exhibitions/desk/drafts.html",
            {"page": page, "rows": rows, "choices": DRAFT_DAYS},
        )

    def end(self, request, pk) -> HttpResponse:
        link = get_object_or_404(DraftLink.objects.select_related("page"), pk=pk)
        _may_lend(request, link.page.specific)
        links.end(link, at=timezone.now())
        messages.success(request, _("The link no longer works."))
        return redirect(reverse("exhibition_drafts:drafts", args=[link.page_id]))

    def scans(self, request, pk) -> HttpResponse:
        """The pages of a record as the fields of the editor need them."""
        may_edit(request)
        record = Record.objects.visible_to(request.user).filter(pk=pk).first()
        if record is None or not sees_everything(request.user):
            raise Http404
        rows = [
            {
                "order": scan.order,
                "width": scan.width,
                "height": scan.height,
                "small": uris.thumbnail_path(scan, 256),
                "info": f"{uris.image_service_path(scan)}/info.json",
            }
            for scan in record.scans.in_order()[:500]
        ]
        return JsonResponse({"scans": rows})

    def map(self, request) -> HttpResponse:
        may_edit(request)
        drawing = maps.vietnam()
        return JsonResponse(
            {
                "drawing": render_to_string("exhibitions/_map.html", {"map": drawing}),
                "top": drawing["top"],
                "west": drawing["west"],
                "scale": drawing["scale"],
            }
        )
