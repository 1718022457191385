"""The search outbox: what the index must still be told, written in the transaction of the deed."""

from django.db import models


class SearchOutbox(models.Model):
    """One record, or everything under it, to be taken out of the indexes and put back if it may be there."""

    key = models.CharField(max_length=16, db_index=True)
    # While such a row stands, no search shows or counts anything under the record: the index is a cache
    # and may still hold what the catalogue has just closed.
    subtree = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.key}{'/…' if self.subtree else ''}"
