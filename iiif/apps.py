"""The image room: it hears of every change of access and unlinks what is no longer open."""

from functools import partial

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IiifConfig(AppConfig):
    name = "iiif"
    verbose_name = _("IIIF")

    def ready(self) -> None:
        from catalog import hooks, pictures
        from iiif import rendering, shelves, uris
        from iiif.discovery import activities

        hooks.on_access_changed(shelves.follow_access)
        hooks.on_access_changed(activities.follow_access)
        hooks.on_records_changed(activities.follow_change)
        hooks.on_passes_void(shelves.take_back)
        pictures.register(rendering.pictures_for_copies, partial(uris.thumbnail_path, longest=256))
        user_logged_out.connect(_end_visits, dispatch_uid="iiif.end_visits")


def _end_visits(sender, request, user, **kwargs) -> None:
    """Who signs out here is signed out in viewers elsewhere, and leaves no pass in the browser."""
    from iiif import visits

    if user is not None:
        visits.end_all(user, at=timezone.now())
    if request is not None:
        request.has_signed_out = True
