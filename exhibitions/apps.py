"""The exhibition rooms: they hear of every change of access, and ask curators to look."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitionsConfig(AppConfig):
    name = "exhibitions"
    verbose_name = _("Exhibitions")

    def ready(self) -> None:
        from django.db.models.signals import post_delete
        from wagtail.signals import page_published

        from catalog import hooks
        from exhibitions.actions import tasks

        hooks.on_access_changed(tasks.follow_access)
        post_delete.connect(
            tasks.follow_deletion,
            sender=self.get_model("ExhibitionPage"),
            dispatch_uid="exhibitions.follow_deletion",
        )
        page_published.connect(tasks.follow_publishing, dispatch_uid="exhibitions.follow_publishing")
