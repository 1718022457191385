"""Words of paper that is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AbsenceKind(models.TextChoices):
    """Why paper cannot be handed over although it is the archive's."""

    RESTORATION = "restoration", _("Under restoration")
    EXHIBITION = "exhibition", _("On exhibition")
    PROCESSING = "processing", _("Being arranged")
    DIGITISATION = "digitisation", _("Being digitised")
