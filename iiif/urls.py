"""Addresses of the IIIF services; keys are ten letters of our own alphabet, so nothing else reaches a view."""

from django.urls import re_path

from iiif import rendering
from iiif.annotations import views as annotations
from iiif.auth import views as auth
from iiif.discovery import views as discovery
from iiif.presentation import states
from iiif.presentation import views as presentation
from iiif.service import views as image
from iiif.text import views as text

KEY = r"(?P<key>[0-9a-hjkmnp-tv-z]{10})"
PARTS = r"(?P<region>[^/]+)/(?P<size>[^/]+)/(?P<rotation>[^/]+)/(?P<quality_format>[^/]+)"
SCAN = r"(?P<scan_key>[0-9a-hjkmnp-tv-z]{10})"
PART = r"(?P<part>[1-9][0-9]{0,5})"
TWO = {"version": 2}

urlpatterns = [
    re_path(rf"^3/{KEY}/?\Z", image.service, name="iiif_service"),
    re_path(rf"^3/{KEY}/info\.json\Z", image.information, name="iiif_info"),
    re_path(rf"^3/{KEY}/{PARTS}\Z", image.image, name="iiif_image"),
    re_path(rf"^2/{KEY}/?\Z", image.service, TWO, name="iiif_service_2"),
    re_path(rf"^2/{KEY}/info\.json\Z", image.information, TWO, name="iiif_info_2"),
    re_path(rf"^2/{KEY}/{PARTS}\Z", image.image, TWO, name="iiif_image_2"),
    re_path(rf"^reduced/{KEY}\.jpg\Z", image.reduced, name="iiif_reduced"),
    re_path(r"^auth/access\Z", auth.access, name="iiif_access"),
    re_path(r"^auth/token\Z", auth.token, name="iiif_token"),
    re_path(r"^auth/1/token\Z", auth.token, {"version": 1}, name="iiif_token_1"),
    re_path(rf"^auth/probe/{KEY}\Z", auth.probe, name="iiif_probe"),
    re_path(r"^auth/logout\Z", auth.logout, name="iiif_logout"),
    re_path(rf"^presentation/3/{KEY}/manifest\Z", presentation.manifest, name="iiif_manifest"),
    re_path(rf"^presentation/2/{KEY}/manifest\Z", presentation.manifest, TWO),
    re_path(rf"^presentation/3/{KEY}/collection(?:/{PART})?\Z", presentation.collection),
    re_path(rf"^presentation/2/{KEY}/collection(?:/{PART})?\Z", presentation.collection, TWO),
    re_path(rf"^presentation/3/collection(?:/{PART})?\Z", presentation.top, name="iiif_top"),
    re_path(rf"^presentation/2/collection(?:/{PART})?\Z", presentation.top, TWO),
    re_path(rf"^presentation/3/{KEY}/canvas/{SCAN}\Z", presentation.canvas),
    re_path(rf"^search/2/{KEY}/search\Z", text.search, name="iiif_search"),
    re_path(rf"^search/2/{KEY}/autocomplete\Z", text.autocomplete, name="iiif_autocomplete"),
    re_path(rf"^annotations/{KEY}/text\Z", text.lines, name="iiif_text"),
    re_path(rf"^annotations/{KEY}/notes\Z", annotations.notes, name="iiif_notes"),
    re_path(rf"^annotations/note/{KEY}\Z", annotations.note, name="iiif_note"),
    re_path(rf"^rendering/{KEY}\.pdf\Z", rendering.pdf, name="iiif_pdf"),
    re_path(rf"^rendering/{KEY}\.txt\Z", text.whole_text, name="iiif_whole_text"),
    re_path(r"^discovery/all-changes\Z", discovery.stream, name="iiif_changes"),
    re_path(r"^discovery/page-(?P<number>[0-9]{1,9})\Z", discovery.page),
    re_path(r"^discovery/activity/(?P<pk>[0-9]{1,12})\Z", discovery.activity),
    re_path(r"^view\Z", states.view, name="iiif_view"),
    # nothing else lies here: no page of the CMS, no redirect
    re_path(r"", states.nothing),
]
