"""What copies cost: the archive's table of fees, who pays less, and the bill of a reader."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.reading_room.models.dossiers import Dossier
from portal.reading_room.vocabulary import CopyFormat, FeeClass, FeeUnit, PaidBy, Use

COPY_USES = [
    (Use.COPY.value, Use.COPY.label),
    (Use.AUTHENTICATED.value, Use.AUTHENTICATED.label),
    (Use.PACKAGE.value, Use.PACKAGE.label),
]


class InForce(models.QuerySet):
    """Rows that hold from a day until another."""

    def on(self, day: date) -> "InForce":
        return self.filter(valid_from__lte=day).filter(models.Q(valid_to=None) | models.Q(valid_to__gte=day))


class Fee(models.Model):
    """An amount of the table; an archive that has entered none takes nothing."""

    name = models.CharField(_("what it is for"), max_length=160)
    name_en = models.CharField(_("in English"), max_length=160, blank=True)
    use = models.CharField(_("kind of copy"), max_length=14, choices=COPY_USES)
    copy_format = models.CharField(_("format"), max_length=6, choices=CopyFormat.choices)
    unit = models.CharField(_("per"), max_length=8, choices=FeeUnit.choices)
    amount = models.PositiveIntegerField(_("amount in đồng"), validators=[MaxValueValidator(100_000_000)])
    valid_from = models.DateField(_("holds from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    objects = InForce.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("use"), FieldPanel("copy_format")]),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("amount")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("basis"),
    ]

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("table of fees")
        ordering = ["use", "copy_format", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="reading_room_fee_in_order",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("The last day stands before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FeeReduction(models.Model):
    """By how much a group pays less, 100 for nothing at all."""

    fee_class = models.CharField(_("group"), max_length=2, choices=FeeClass.choices)
    percent = models.PositiveSmallIntegerField(_("reduction in per cent"), validators=[MaxValueValidator(100)])
    valid_from = models.DateField(_("holds from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    objects = InForce.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("fee_class"), FieldPanel("percent")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("basis"),
    ]

    class Meta:
        verbose_name = _("reduction of fees")
        verbose_name_plural = _("reductions of fees")
        ordering = ["fee_class", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="reading_room_reduction_in_order",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("The last day stands before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_fee_class_display()}: {self.percent} %"


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
