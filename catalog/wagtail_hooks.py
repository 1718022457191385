"""Puts the catalogue's desk into Wagtail."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from catalog.viewsets.desk import NotDeletedInBulk
from catalog.viewsets.imports import ImportViewSet
from catalog.viewsets.names import AgentViewSet, PlaceViewSet
from catalog.viewsets.openings import OpeningViewSet
from catalog.viewsets.records import AccessViewSet, RecordViewSet
from catalog.viewsets.workdays import DeclaredDayViewSet

register_snippet(RecordViewSet)
register_snippet(AgentViewSet)
register_snippet(PlaceViewSet)
register_snippet(DeclaredDayViewSet)


@hooks.register("insert_global_admin_css")
def dress_desk():
    """The archive's colours on every page of the desk."""
    return format_html('<link rel="stylesheet" href="{}">', static("catalog/desk.css"))


@hooks.register("register_admin_viewset")
def register_desk():
    return [ImportViewSet(), AccessViewSet(), OpeningViewSet()]


# after Wagtail's own, whose place it takes
hooks.register("register_bulk_action", NotDeletedInBulk, order=100)
