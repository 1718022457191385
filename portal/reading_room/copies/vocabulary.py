"""Words of copies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaidBy(models.TextChoices):
    """How money came."""

    COUNTER = "counter", _("At the counter")
    TRANSFER = "transfer", _("By bank transfer")
