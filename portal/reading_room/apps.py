"""The reading room hears when a record closes or the archive's days change, and follows."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReadingRoomConfig(AppConfig):
    name = "portal.reading_room"
    label = "reading_room"
    verbose_name = _("Reading room")

    def ready(self) -> None:
        from catalog import hooks
        from catalog.models import DeclaredDay
        from portal.reading_room import upkeep
        from portal.reading_room.actions import following

        hooks.on_access_changed(following.follow_access)
        # a day is declared by a form, an import or a shell: whichever it was, deadlines follow
        for signal in (post_save, post_delete):
            signal.connect(upkeep.follow_days, sender=DeclaredDay)
        pre_delete.connect(
            _leave_nothing,
            sender=settings.AUTH_USER_MODEL,
            dispatch_uid="reading_room.leave_nothing",
        )


def _leave_nothing(sender, instance, **kwargs) -> None:
    """An administrator deletes an account on the desk: what the reader left goes with it."""
    from portal.reading_room.actions import privacy

    privacy.leave_nothing(instance, at=timezone.now())
