"""Events: who did what to which record when, with which outcome. Rows are only ever added."""

from typing import Never

from django.db import models

from catalog.vocabulary import EventKind


class AppendOnly(Exception):
    """An event cannot be changed or removed once it is written."""


class Event(models.Model):
    """A PREMIS-like event. The object is named by its permanent key, so that the row outlives everything."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=30, choices=EventKind.choices)
    object_key = models.CharField(max_length=16, db_index=True)
    actor = models.CharField(max_length=40, help_text="user:<id>, or system; never a person's name")
    outcome = models.CharField(max_length=20, default="success")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.object_key}"

    def save(self, *args, **kwargs) -> None:
        if self.pk is not None:
            raise AppendOnly("An event that was written stays as it is.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> Never:
        raise AppendOnly("An event that was written stays where it is.")
