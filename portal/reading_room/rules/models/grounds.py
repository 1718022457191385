"""The legal basis of each reason for which a request is refused."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.reading_room.rules.vocabulary import Reason


class RefusalGround(models.Model):
    """What a refusal rests on, from a day on."""

    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    basis = models.CharField(_("legal basis"), max_length=300)
    basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    valid_from = models.DateField(_("holds from"))

    panels = [
        FieldRowPanel([FieldPanel("reason"), FieldPanel("valid_from")]),
        FieldPanel("basis"),
        FieldPanel("basis_en"),
    ]

    class Meta:
        verbose_name = _("ground of refusal")
        verbose_name_plural = _("grounds of refusal")
        ordering = ["reason", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.basis}"

    @classmethod
    def of(cls, reason: str, day: date, language: str) -> str:
        """The basis that held on the day of the decision; empty where the archive has entered none."""
        ground = cls.objects.filter(reason=reason, valid_from__lte=day).first()
        if ground is None:
            return ""
        return ground.basis_en if language == "en" and ground.basis_en else ground.basis
