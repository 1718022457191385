"""The reading room hears when a record closes, and answers the requests that wait for it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingRoomConfig(AppConfig):
    name = "portal.reading_room"
    label = "reading_room"
    verbose_name = _("Reading room")

    def ready(self) -> None:
        from catalog import faces
        from portal.reading_room import actions

        faces.on_access_change(actions.answer_closed)
