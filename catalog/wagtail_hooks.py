"""Puts the catalogue's desk into Wagtail."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from catalog.desk.imports import ImportViewSet
from catalog.desk.names import AgentViewSet, PlaceViewSet
from catalog.desk.openings import OpeningViewSet
from catalog.desk.records import AccessViewSet, RecordViewSet
from catalog.desk.viewset import NotDeletedInBulk
from catalog.desk.workdays import DeclaredDayViewSet

register_snippet(RecordViewSet)
register_snippet(AgentViewSet)
register_snippet(PlaceViewSet)
register_snippet(DeclaredDayViewSet)


@hooks.register("insert_global_admin_css")
def dress_desk() -> str:
    """The archive's colours on every page of the desk."""
    return format_html('<link rel="stylesheet" href="{}">', static("catalog/desk.css"))


@hooks.register("register_admin_viewset")
def register_desk() -> list[ViewSet]:
    return [ImportViewSet(), AccessViewSet(), OpeningViewSet()]


# after Wagtail's own, whose place it takes
hooks.register("register_bulk_action", NotDeletedInBulk, order=100)
