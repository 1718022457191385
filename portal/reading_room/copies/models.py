"""What a copy leaves: its bill, the file that waits for its reader, the register of authenticated copies."""

import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reading_room.copies.vocabulary import PaidBy
from portal.reading_room.requests.models import AccessRequest, Dossier


class Bill(models.Model):
    """A quotation, which the reader accepts, and the receipt once it is paid. Amounts are whole đồng."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="bills")
    # [{"name", "code", "count", "amount", "percent", "sum", …}]: as it was quoted, whatever the table says later
    lines = models.JSONField(default=list)
    total = models.PositiveIntegerField(_("total"))
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=8, choices=PaidBy.choices, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        ordering = ["-issued_at"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="reading_room_receipt_number")]

    def __str__(self) -> str:
        return self.receipt_number or f"#{self.pk}"

    @property
    def receipt_number(self) -> str:
        return f"{self.year}/{self.number:05}" if self.number else ""

    @property
    def transfer_words(self) -> str:
        """What a reader writes on a bank transfer, so that it is found again."""
        return f"TT {self.pk}"


def verification_code() -> str:
    """A code that nobody guesses and that a person can type: 60 bits in letters without look-alikes."""
    return "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _place in range(12))


class FinishedCopy(models.Model):
    """A file made for a request; it is fetched within its term and purged after."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    access_request = models.OneToOneField(AccessRequest, on_delete=models.CASCADE, related_name="finished_copy")
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    sha512 = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(_("to be fetched until"))
    fetched = models.PositiveIntegerField(_("times fetched"), default=0)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("finished copy")
        verbose_name_plural = _("finished copies")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    def is_there(self, at: datetime) -> bool:
        return self.purged_at is None and at < self.ends_at


class AuthenticatedCopy(models.Model):
    """A line of the register of authenticated copies: it stays when the file and its reader are gone."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(max_length=12, unique=True, default=verification_code)
    access_request = models.OneToOneField(
        AccessRequest, null=True, on_delete=models.SET_NULL, related_name="authenticated_copy"
    )
    reference_code = models.CharField(_("reference code"), max_length=120)
    pages = models.PositiveIntegerField(_("pages"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sha512 = models.CharField(max_length=128)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("authenticated copy")
        verbose_name_plural = _("authenticated copies")
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="reading_room_copy_number")]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        """As Decree 30/2020 writes the number of a copy."""
        return f"{self.number}/{self.year}/SYXT"
