"""Import runs: a preview first, then what was done; the same file can be run again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import Access, ImportState


class ImportRun(models.Model):
    """One finding aid on its way in: what it would do, what was not understood, and what it did."""

    file = models.FileField(_("finding aid"), upload_to="finding_aids/%Y/%m/")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    format = models.CharField(max_length=20, blank=True)
    default_access = models.CharField(
        _("access for descriptions without a label"),
        max_length=12,
        choices=Access.choices,
        default=Access.CLOSED,
    )
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.READING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=1000, blank=True)
    root_key = models.CharField(max_length=16, blank=True, help_text="the top of the tree that was written")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    becomes_public = models.PositiveIntegerField(default=0)
    verdicts = models.JSONField(default=list, help_text="[{line, code, title, level, verdict, reason}]")
    not_understood = models.JSONField(default=list, help_text="[{line, element, text}]")
    closing = models.JSONField(default=list, help_text="[{line, words, opens_on}]: why a description stays closed")
    kept = models.JSONField(default=list, help_text="[{line, code, field, here, file}]: what the desk wrote stays")
    plan_digest = models.CharField(max_length=64, blank=True)
    problem = models.JSONField(default=dict, help_text="{reason, values}")

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.file_name
