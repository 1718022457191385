"""Puts the catalogue's desk into Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from catalog.viewsets.imports import ImportViewSet
from catalog.viewsets.names import AgentViewSet, PlaceViewSet
from catalog.viewsets.records import AccessViewSet, RecordViewSet

register_snippet(RecordViewSet)
register_snippet(AgentViewSet)
register_snippet(PlaceViewSet)


@hooks.register("register_admin_viewset")
def register_desk():
    return [ImportViewSet(), AccessViewSet()]
