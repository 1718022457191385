"""Puts the desk for scans into Wagtail."""

from wagtail import hooks

from iiif.viewsets import ScanViewSet


@hooks.register("register_admin_viewset")
def register_scans():
    return ScanViewSet()
