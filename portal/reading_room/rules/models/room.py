"""The room's own rules, which the archive sets on the desk."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

# where money goes, and who hears when that changes: one officer asks for a change, another confirms it
MONEY = ("bank_bin", "bank_account", "bank_name", "director_email")


def _days(label: Any, default: int, longest: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(longest)]
    )


@register_setting(icon="calendar-alt")
class RoomRules(BaseGenericSetting):
    """Limits of visits, loans and copies; what is said of appeals; where money goes."""

    superior = models.CharField(_("superior body, as it stands on papers"), max_length=160, blank=True)
    agency = models.CharField(_("the archive, as it stands on papers"), max_length=160, blank=True)
    agency_en = models.CharField(_("the archive in English"), max_length=160, blank=True)
    place = models.CharField(_("place that stands before a date"), max_length=80, blank=True)
    signer_title = models.CharField(_("in whose name copies are signed"), max_length=80, blank=True)
    hold_minutes = _days(_("minutes for which a seat is held"), 20, 120)
    days_ahead = _days(_("days ahead that can be booked"), 30, 180)
    visits_at_once = _days(_("visits that a reader may have booked"), 4, 60)
    files_a_visit = _days(_("files for one visit"), 10, 100)
    paper_days = _days(_("days for which paper is kept for a reader"), 14, 60)
    online_days = _days(_("days for reading in the system, at most"), 15, 365)
    download_days = _days(_("days in which a copy is to be fetched"), 15, 90)
    purge_days = _days(_("days after which a copy that was not fetched is purged"), 5, 90)
    card_months = _days(_("months for which a card is valid"), 12, 60)
    appeal = models.TextField(_("how to appeal"), blank=True)
    appeal_en = models.TextField(_("how to appeal, in English"), blank=True)
    bank_bin = models.CharField(
        _("bank (BIN of Napas)"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"\A[0-9]{6}\Z", _("Six digits."))],
    )
    bank_account = models.CharField(
        _("account number"),
        max_length=19,
        blank=True,
        validators=[RegexValidator(r"\A[0-9A-Za-z]{4,19}\Z", _("Digits and letters only."))],
    )
    bank_name = models.CharField(_("bank and holder of the account"), max_length=160, blank=True)
    director_email = models.EmailField(
        _("the director's e-mail address"),
        blank=True,
        help_text=_("Told of every change of fees and of the account."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("superior"),
                FieldRowPanel([FieldPanel("agency"), FieldPanel("agency_en")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("signer_title")]),
            ],
            heading=_("Head of papers"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hold_minutes"), FieldPanel("days_ahead")]),
                FieldRowPanel([FieldPanel("visits_at_once"), FieldPanel("files_a_visit")]),
                FieldRowPanel([FieldPanel("paper_days"), FieldPanel("card_months")]),
            ],
            heading=_("Visits and loans"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("online_days"),
                FieldRowPanel([FieldPanel("download_days"), FieldPanel("purge_days")]),
            ],
            heading=_("Reading in the system and copies"),
        ),
        MultiFieldPanel([FieldPanel("appeal"), FieldPanel("appeal_en")], heading=_("Appeals")),
    ]

    class Meta:
        verbose_name = _("rules of the reading room")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Where money goes is written by ``fees.actions`` alone, which names its columns in ``update_fields``: a form
        that read it before must not write it back."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = names - set(MONEY)
        super().save(*args, **kwargs)

    def appeal_in(self, language: str) -> str:
        return self.appeal_en if language == "en" and self.appeal_en else self.appeal
