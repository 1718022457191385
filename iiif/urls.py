"""Addresses of the IIIF services; keys are ten letters of our own alphabet, so nothing else reaches a view."""

from django.urls import re_path

from iiif.image import views as image
from iiif.presentation import views as presentation

KEY = r"(?P<key>[0-9a-hjkmnp-tv-z]{10})"

urlpatterns = [
    re_path(rf"\A3/{KEY}/?\Z", image.service, name="iiif_service"),
    re_path(rf"\A3/{KEY}/info\.json\Z", image.information, name="iiif_info"),
    re_path(
        rf"\A3/{KEY}/(?P<region>[^/]+)/(?P<size>[^/]+)/(?P<rotation>[^/]+)/(?P<quality_format>[^/]+)\Z",
        image.image,
        name="iiif_image",
    ),
    re_path(rf"\Apresentation/3/{KEY}/manifest\Z", presentation.manifest, name="iiif_manifest"),
]
