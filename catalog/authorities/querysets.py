"""Agents and places: known to the public only through a record that is."""

from django.db import models
from django.db.models import Exists, OuterRef

from catalog import rule


class NamedQuerySet(models.QuerySet):
    """Agents and places: known to the public only through a record that is."""

    def visible_to(self, reader) -> "NamedQuerySet":
        if rule.sees_everything(reader):
            return self
        record = self.model._meta.apps.get_model("catalog", "Record")
        shown = record.objects.naming_names(reader).filter(**{self._link(): OuterRef("pk")})
        return self.filter(Exists(shown))

    def _link(self) -> str:
        return "agents" if self.model.__name__ == "Agent" else "places"
