"""Puts the desk for scans and annotations into Wagtail."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from iiif.annotations.viewsets import AnnotationViewSet
from iiif.viewsets import ScanViewSet


@hooks.register("register_admin_viewset")
def register_scans() -> list[ViewSet]:
    return [ScanViewSet(), AnnotationViewSet()]
