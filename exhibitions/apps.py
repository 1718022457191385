"""The exhibition rooms: they hear of every change of access, and ask curators to look."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitionsConfig(AppConfig):
    name = "exhibitions"
    verbose_name = _("Exhibitions")

    def ready(self) -> None:
        from catalog import faces
        from exhibitions.actions import tasks

        faces.on_access_change(tasks.follow_access)
