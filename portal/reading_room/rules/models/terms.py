"""Terms: how many working days a service may take, and how long what is known of a reader is kept."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.reading_room.rules.vocabulary import DataKind, Service


class ServiceTerm(models.Model):
    """A term that holds from a day on; what was begun under an older one keeps it."""

    service = models.CharField(_("service"), max_length=12, choices=Service.choices)
    working_days = models.PositiveSmallIntegerField(
        _("working days"), validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    valid_from = models.DateField(_("holds from"))
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    panels = [
        FieldPanel("service"),
        FieldRowPanel([FieldPanel("working_days"), FieldPanel("valid_from")]),
        FieldPanel("basis"),
    ]

    class Meta:
        verbose_name = _("term of a service")
        verbose_name_plural = _("terms of services")
        ordering = ["service", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["service", "valid_from"], name="reading_room_one_term_a_day")]

    def __str__(self) -> str:
        return f"{self.get_service_display()}: {self.working_days}"

    @classmethod
    def on(cls, service: Service, day: date) -> int:
        """The working days that a service may take when it begins on a day: the newest term that holds by then.

        Before the first term, the first one counts: a request is never without a deadline.
        """
        terms = cls.objects.filter(service=service)
        held = terms.filter(valid_from__lte=day).first() or terms.last()
        return held.working_days if held else DEFAULT_DAYS[service]


# where an archive has taken every row away
DEFAULT_DAYS = {
    Service.READING: 1,
    Service.COPYING: 2,
    Service.CONDITIONAL: 7,
    Service.INFORMATION: 6,
    Service.CARD: 1,
    Service.ANSWER: 10,
    Service.PAYMENT: 10,
}


KEPT_DAYS = {
    DataKind.UNCONFIRMED: 7,
    DataKind.LETTER: 90,
    DataKind.CARD: 30,
    DataKind.UNSERVED: 365,
    DataKind.SERVED: 5 * 365,
}


class KeepingTerm(models.Model):
    """For how long what is known of a reader is kept; after it the data are erased and the figures stay."""

    kept = models.CharField(_("what is kept"), max_length=12, choices=DataKind.choices, unique=True)
    days = models.PositiveSmallIntegerField(_("days"), validators=[MinValueValidator(1), MaxValueValidator(20 * 365)])
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    panels = [FieldRowPanel([FieldPanel("kept"), FieldPanel("days")]), FieldPanel("basis")]

    class Meta:
        verbose_name = _("term of keeping")
        verbose_name_plural = _("terms of keeping")
        ordering = ["kept"]

    def __str__(self) -> str:
        return f"{self.get_kept_display()}: {self.days}"

    @classmethod
    def days_of(cls, kept: DataKind) -> int:
        """For how many days one kind of data is kept."""
        term = cls.objects.filter(kept=kept).first()
        return term.days if term else KEPT_DAYS[kept]


def kept_terms() -> list[tuple[str, int]]:
    """What is kept of a reader, in words, and for how many days."""
    return [(str(kept.label), KeepingTerm.days_of(kept)) for kept in DataKind]
