"""Puts the officers' desk into Wagtail."""

from wagtail import hooks

from portal.reading_room.viewsets import RequestViewSet


@hooks.register("register_admin_viewset")
def register_requests():
    return RequestViewSet()
