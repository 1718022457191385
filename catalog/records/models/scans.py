"""Scans: one digitised page each, and the runs that brought them in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import keys
from catalog.records.models.records import Record
from catalog.records.querysets import ScanManager, ScanQuerySet


class Scan(models.Model):
    """One page: its order and label, its size and the SHA-512 of its master."""

    key = models.CharField(max_length=16, unique=True, default=keys.mint, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="scans")
    order = models.PositiveIntegerField(_("page"))
    label = models.CharField(_("label"), max_length=80, blank=True)
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    sha512 = models.CharField(max_length=128, db_index=True)
    master_name = models.CharField(_("file name"), max_length=255)
    master_path = models.CharField(max_length=300)
    master_page = models.PositiveIntegerField(default=0, help_text="which page of a TIFF or PDF, from 0")
    master_bytes = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    # nothing is deleted: a page that was taken from its record can be put back, with its words and its address
    taken_away_at = models.DateTimeField(null=True, editable=False)

    objects = ScanManager()
    with_taken_away = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["record_id", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "order"], condition=models.Q(taken_away_at=None), name="catalog_scan_order"
            ),
            models.UniqueConstraint(fields=["record", "sha512", "master_page"], name="catalog_scan_no_page_twice"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.order)


class IngestRun(models.Model):
    """One delivery of scans: what came, how far it is, what was refused and why."""

    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    record = models.ForeignKey(Record, null=True, on_delete=models.SET_NULL, related_name="+")
    folder = models.CharField(max_length=500)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="pages that were already there")
    texts = models.PositiveIntegerField(default=0, help_text="pages that got their words")
    # with "asked", the SHA-512 of the master, where an archivist may take it in all the same
    refusals = models.JSONField(default=list, help_text="[{file, reason, values}]")

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.folder}"

    @property
    def refused(self) -> list[dict]:
        """Refusals that stand whatever an archivist says."""
        return [each for each in self.refusals if not each.get("asked")]

    @property
    def questions(self) -> list[dict]:
        """Refusals that an archivist may overrule after a look."""
        return [each for each in self.refusals if each.get("asked")]
