"""What curators answer, must do, hand out, and may know of visits."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from exhibitions.vocabulary import Trouble


class Answer(models.Model):
    """A curator's word that a block may open although its record cannot be shown: a placeholder stands there."""

    exhibition = models.UUIDField()
    block = models.CharField(max_length=80)
    record_key = models.CharField(max_length=16, blank=True)
    trouble = models.CharField(max_length=12, choices=Trouble.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "block", "record_key", "trouble"],
                name="exhibitions_answered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.block}: {self.trouble}"


class CuratorTask(models.Model):
    """Something that happened to an open exhibition and that a person must look at."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    record_key = models.CharField(max_length=16, blank=True)
    trouble = models.CharField(_("what happened"), max_length=12, choices=Trouble.choices)
    created_at = models.DateTimeField(_("since"))
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("curator's task")
        verbose_name_plural = _("curators' tasks")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "record_key", "trouble"],
                condition=models.Q(done_at=None),
                name="exhibitions_task_once_while_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.get_trouble_display()}"


def _token() -> str:
    return secrets.token_urlsafe(24)


class DraftLink(models.Model):
    """An address under which somebody without an account sees a draft until a moment."""

    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.page} – {self.expires_at:%d/%m/%Y}"

    def holds(self, at: datetime) -> bool:
        return at < self.expires_at


class Tally(models.Model):
    """How often something happened on a day in an exhibition; nothing about who it was."""

    exhibition = models.UUIDField()
    day = models.DateField()
    what = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "day", "what"], name="exhibitions_tally_once")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"
