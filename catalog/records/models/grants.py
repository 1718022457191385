"""Access grants: this reader may see this record's content from, until, because of this decision."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.records.models.records import Record
from catalog.records.querysets import GrantQuerySet


class AccessGrant(models.Model):
    """Opens one on-request record, and what lies under it, to one reader for a time."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="grants")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    purpose = models.CharField(max_length=300, blank=True)
    # otherwise it is read here, without a download
    may_download = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="catalog_grant_ends_after_it_starts",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} · {self.record_id} · {self.ends_at:%Y-%m-%d}"

    @property
    def last_day(self) -> date:
        """The last day on which the grant holds, in the archive's time zone."""
        return timezone.localdate(self.ends_at - timedelta(microseconds=1))
