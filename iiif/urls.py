"""Addresses of the IIIF services; keys are ten letters of our own alphabet, so nothing else reaches a view."""

from django.urls import re_path

from iiif.auth import views as auth
from iiif.image import views as image
from iiif.presentation import views as presentation

KEY = r"(?P<key>[0-9a-hjkmnp-tv-z]{10})"
PARTS = r"(?P<region>[^/]+)/(?P<size>[^/]+)/(?P<rotation>[^/]+)/(?P<quality_format>[^/]+)"
TWO = {"version": 2}

urlpatterns = [
    re_path(rf"\A3/{KEY}/?\Z", image.service, name="iiif_service"),
    re_path(rf"\A3/{KEY}/info\.json\Z", image.information, name="iiif_info"),
    re_path(rf"\A3/{KEY}/{PARTS}\Z", image.image, name="iiif_image"),
    re_path(rf"\A2/{KEY}/?\Z", image.service, TWO, name="iiif_service_2"),
    re_path(rf"\A2/{KEY}/info\.json\Z", image.information, TWO, name="iiif_info_2"),
    re_path(rf"\A2/{KEY}/{PARTS}\Z", image.image, TWO, name="iiif_image_2"),
    re_path(rf"\Areduced/{KEY}\.jpg\Z", image.reduced, name="iiif_reduced"),
    re_path(r"\Aauth/access\Z", auth.access, name="iiif_access"),
    re_path(r"\Aauth/token\Z", auth.token, name="iiif_token"),
    re_path(r"\Aauth/1/token\Z", auth.token, {"version": 1}, name="iiif_token_1"),
    re_path(rf"\Aauth/probe/{KEY}\Z", auth.probe, name="iiif_probe"),
    re_path(r"\Aauth/logout\Z", auth.logout, name="iiif_logout"),
    re_path(rf"\Apresentation/3/{KEY}/manifest\Z", presentation.manifest, name="iiif_manifest"),
]
