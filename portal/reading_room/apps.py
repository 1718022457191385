"""The reading room hears when a record closes or the archive's days change, and follows."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class ReadingRoomConfig(AppConfig):
    name = "portal.reading_room"
    label = "reading_room"
    verbose_name = _("Reading room")

    def ready(self) -> None:
        from catalog import faces
        from catalog.models import DeclaredDay
        from portal.reading_room import upkeep
        from portal.reading_room.actions import requests

        faces.on_access_change(requests.answer_closed)
        # a day is declared by a form, an import or a shell: whichever it was, deadlines follow
        for signal in (post_save, post_delete):
            signal.connect(upkeep.follow_days, sender=DeclaredDay)
