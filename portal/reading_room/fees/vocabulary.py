"""Words of fees."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MoneyTable(models.TextChoices):
    """What is changed by one officer and confirmed by another."""

    ACCOUNT = "account", _("The account that fees are paid to")
    FEE = "fee", _("Table of fees")
    REDUCTION = "reduction", _("Reductions of fees")


class ChangeState(models.TextChoices):
    """Where such a change stands."""

    WAITING = "waiting", _("Waits for a second officer")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
