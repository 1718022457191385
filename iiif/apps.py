"""The image room: it hears of every change of access and unlinks what is no longer open."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IiifConfig(AppConfig):
    name = "iiif"
    verbose_name = _("IIIF")

    def ready(self) -> None:
        from catalog import faces
        from iiif import shelves

        faces.on_access_change(shelves.follow_access)
