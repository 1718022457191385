"""The reading room's words: states of a request, who may move it, purposes, reasons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a request stands; docs/reading-room.md draws the steps between."""

    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled by the reader")
    REVOKED = "revoked", _("Ended by the archive")


NEXT: dict[State, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.APPROVED, State.REFUSED, State.CANCELLED, State.REVOKED}),
    State.APPROVED: frozenset({State.REVOKED}),
    State.REFUSED: frozenset(),
    State.CANCELLED: frozenset(),
    State.REVOKED: frozenset(),
}


class Purpose(models.TextChoices):
    """Circular 05/2025/TT-BNV, ``purpose``."""

    PERSONAL = "01", _("Personal")
    OFFICIAL = "02", _("Official duty")
    SPECIAL = "03", _("Special official duty")


class Reason(models.TextChoices):
    """Why a request is refused; each is shown to the reader with the officer's words."""

    PERSONAL_DATA = "personal-data", _("It holds personal data of living people.")
    FRAGILE = "fragile", _("The original is fragile or being restored.")
    PROCESSING = "processing", _("It is still being arranged.")
    PURPOSE = "purpose", _("The purpose does not show why this document is needed.")
    OTHER = "other", _("Another reason, given below.")
