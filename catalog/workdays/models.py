"""Days off and working days as they were declared."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from catalog.vocabulary import DayDeclared


class DeclaredDay(models.Model):
    """A day that the government or the archive declared off, or a Saturday on which people work instead of another day.

    What stands here wins over the public holidays that the software knows by itself.
    """

    on = models.DateField(_("day"), unique=True)
    declared = models.CharField(_("declared"), max_length=8, choices=DayDeclared.choices)
    reason = models.CharField(_("reason"), max_length=160)
    reason_en = models.CharField(_("reason in English"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("The decision that says so."))

    panels = [
        FieldRowPanel([FieldPanel("on"), FieldPanel("declared")]),
        FieldRowPanel([FieldPanel("reason"), FieldPanel("reason_en")]),
        FieldPanel("source"),
    ]

    class Meta:
        verbose_name = _("declared day")
        verbose_name_plural = _("declared days")
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.get_declared_display()}"

    def reason_in(self, language: str) -> str:
        return self.reason_en if language == "en" and self.reason_en else self.reason
