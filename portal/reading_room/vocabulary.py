"""The reading room's words: states of a request, who may move it, purposes, reasons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a request stands; docs/reading-room.md draws the steps between."""

    SUBMITTED = "submitted", _("Submitted")
    NEEDS_INFO = "needs_info", _("Waits for the reader")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled by the reader")
    REVOKED = "revoked", _("Ended by the archive")


class Actor(models.TextChoices):
    """Who takes a step."""

    READER = "reader", _("The reader")
    OFFICER = "officer", _("An officer")
    ARCHIVE = "archive", _("The archive, when the record closes")


# Every step there is, and who takes it; docs/reading-room.md is drawn from here.
STEPS: dict[tuple[State, State], Actor] = {
    (State.SUBMITTED, State.NEEDS_INFO): Actor.OFFICER,
    (State.SUBMITTED, State.APPROVED): Actor.OFFICER,
    (State.SUBMITTED, State.REFUSED): Actor.OFFICER,
    (State.SUBMITTED, State.CANCELLED): Actor.READER,
    (State.SUBMITTED, State.REVOKED): Actor.ARCHIVE,
    (State.NEEDS_INFO, State.SUBMITTED): Actor.READER,
    (State.NEEDS_INFO, State.REFUSED): Actor.OFFICER,
    (State.NEEDS_INFO, State.CANCELLED): Actor.READER,
    (State.NEEDS_INFO, State.REVOKED): Actor.ARCHIVE,
    (State.APPROVED, State.REVOKED): Actor.ARCHIVE,
}
# the reader or the reading room has something to do
WAITING = (State.SUBMITTED, State.NEEDS_INFO)


class Service(models.TextChoices):
    """What has a term in working days."""

    CONDITIONAL = "conditional", _("Deciding on a record that is open on request")
    ANSWER = "answer", _("A reader's answer to a question")


class WordKind(models.TextChoices):
    """What is said about a request, and to whom."""

    QUESTION = "question", _("Question to the reader")
    ANSWER = "answer", _("Answer of the reader")
    NOTE = "note", _("Internal note")


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
    NO_ANSWER = "no-answer", _("What was asked of you was not answered in time.")
    OTHER = "other", _("Another reason, given below.")
