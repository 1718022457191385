"""Nothing that an archive keeps is deleted, by any route: neither a call, nor a set of rows, nor what hangs on one.

It is withdrawn, merged or taken away, and each of that is an event. Events themselves are guarded by the database.
"""

from typing import Any

from django.db.models import Model, ProtectedError
from django.db.models.signals import pre_delete


def never_delete(*kept: type[Model]) -> None:
    """Refuse from now on whatever would delete a row of these models. The refusal is a ``ProtectedError``."""
    for model in kept:
        pre_delete.connect(_refuse, sender=model, dispatch_uid=f"catalog.never_delete.{model._meta.label}")


def _refuse(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    raise ProtectedError(f"{sender._meta.label} is kept: it is withdrawn or taken away, never deleted.", {instance})
