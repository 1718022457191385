"""What copies cost: the archive's table of fees, who pays less, and changes that wait for a second officer."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.reading_room.fees.vocabulary import ChangeState, MoneyTable
from portal.reading_room.rules.uses import USES
from portal.reading_room.rules.vocabulary import CopyFormat, FeeClass, FeeUnit, Use

PRICED_USES = [(use.value, use.label) for use, rules in USES.items() if rules.may_cost]


class InForce(models.QuerySet):
    """Rows that hold from a day until another."""

    def on(self, day: date) -> "InForce":
        return self.filter(valid_from__lte=day).filter(models.Q(valid_to=None) | models.Q(valid_to__gte=day))


class Fee(models.Model):
    """An amount of the table; an archive that has entered none takes nothing."""

    name = models.CharField(_("what it is for"), max_length=160)
    name_en = models.CharField(_("in English"), max_length=160, blank=True)
    use = models.CharField(_("kind of copy"), max_length=14, choices=PRICED_USES)
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

    def clean(self) -> None:
        """Refuse an amount that no request would ever be charged. Raises ``ValidationError`` with the fields."""
        if self.use not in dict(PRICED_USES):
            return
        rules = USES[Use(self.use)]
        asked = (
            ("copy_format", rules.formats, _("This kind of copy is not handed over in that way.")),
            ("unit", rules.fee_units, _("This kind of copy is not paid for in that way.")),
        )
        if wrong := {name: words for name, possible, words in asked if getattr(self, name) not in possible}:
            raise ValidationError(wrong)


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


class MoneyChange(models.Model):
    """One change: of which row, from what to what. ``after`` is empty where the row is to go."""

    table = models.CharField(_("table"), max_length=10, choices=MoneyTable.choices)
    row = models.PositiveBigIntegerField(null=True, help_text="empty for a new row")
    # values by name of field, as they are written in JSON
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("change of fees or account")
        verbose_name_plural = _("changes of fees or account")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.get_table_display()} {self.asked_at:%d/%m/%Y}"

    @property
    def what(self) -> str:
        """The row that it is about, as people call it; the account is one and has no name."""
        said = self.before or self.after
        if self.table == MoneyTable.REDUCTION:
            return str(dict(FeeClass.choices).get(said.get("fee_class"), ""))
        return str(said.get("name", ""))
