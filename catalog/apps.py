"""The catalogue's door sign for Django."""

from pathlib import Path

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

OTHERS = 0o007


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog import hooks
        from catalog.keeping import never_delete
        from catalog.models import Agent, Place, Record, Scan
        from catalog.search import outbox

        never_delete(Record, Scan, Agent, Place)

        hooks.on_outbox_filled(outbox.tell_worker)
        hooks.on_opening_planned(outbox.tell_worker_on)
        connection_created.connect(_keep_private, dispatch_uid="catalog.keep_private")


def _keep_private(sender, connection, **kwargs) -> None:
    """An embedded database that an older version made readable by everybody is so no longer."""
    if connection.vendor != "sqlite":
        return
    database = Path(connection.settings_dict["NAME"])
    for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        if path.exists() and path.stat().st_mode & OTHERS:
            path.chmod(path.stat().st_mode & ~OTHERS)
