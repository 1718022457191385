"""What the IIIF room keeps of its own: annotations, visits of viewers, public changes, and what was found broken."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import keys
from catalog.models import Record, Scan
from iiif.vocabulary import ActivityKind, DamageKind, Motivation


class Annotation(models.Model):
    """An archivist's remark on a page or a part of it (W3C Web Annotation)."""

    key = models.CharField(max_length=16, unique=True, default=keys.mint, editable=False)
    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="annotations")
    motivation = models.CharField(_("kind"), max_length=12, choices=Motivation.choices, default=Motivation.COMMENTING)
    # pixels of the full scan; all empty where the whole page is meant
    x = models.PositiveIntegerField(null=True, blank=True)
    y = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("text"), max_length=5000)
    text_en = models.TextField(_("text in English"), max_length=5000, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        ordering = ["scan_id", "id"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def xywh(self) -> str:
        """The region as a media fragment writes it; empty for the whole page."""
        return "" if self.width is None else f"{self.x},{self.y},{self.width},{self.height}"


class ViewerVisit(models.Model):
    """A reader at a viewer, perhaps on another institution's site (IIIF Authorization Flow 2.0).

    Its secret is the reader's cookie; only a hash of it is kept. Origins are the sites that the reader has let know
    of it by opening the sign-in window there.
    """

    key = models.CharField(max_length=16, unique=True, default=keys.mint, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits")
    # of the reader's password, as sessions keep it: a new password ends every visit
    auth_hash = models.CharField(max_length=128)
    origins = models.JSONField(default=list)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.reader_id} · {self.ends_at:%Y-%m-%d %H:%M}"


class Activity(models.Model):
    """One public change of a manifest or collection (IIIF Change Discovery 1.0); rows are only ever added."""

    kind = models.CharField(max_length=8, choices=ActivityKind.choices)
    object_key = models.CharField(max_length=16, db_index=True)
    object_type = models.CharField(max_length=10)
    target_type = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.object_type} {self.object_key}"


class ChangedRecord(models.Model):
    """A change that the worker has yet to tell harvesters of; one record may stand here often."""

    key = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.key


class Damage(models.Model):
    """A master or an access copy that was found missing or changed, until it is mended."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="damages")
    kind = models.CharField(max_length=16, choices=DamageKind.choices)
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scan", "kind"],
                condition=models.Q(mended_at__isnull=True),
                name="iiif_damage_told_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.scan_id}"


class AcceptedMaster(models.Model):
    """A master that looked wrong and that an archivist takes as it is: an empty page may well be one colour."""

    sha512 = models.CharField(max_length=128, unique=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha512[:16]


class TextRun(models.Model):
    """One round of reading pages by machine: how far it is, and what could not be read."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="text_runs")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="pages that had a text already")
    problems = models.JSONField(default=list, help_text="[{page, reason, values}]")

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.record} {self.started_at:%Y-%m-%d %H:%M}"
