"""Words of a request: its states, who may move them, what is said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reading_room.rules.vocabulary import BY_APPROVER, BY_ARCHIVE, BY_OFFICER, BY_READER, Actor, by


class State(models.TextChoices):
    """Where a request stands; docs/reading-room.md draws the steps between."""

    SUBMITTED = "submitted", _("Submitted")
    NEEDS_INFO = "needs_info", _("Waits for the reader")
    SCREENED = "screened", _("Screened, waits for approval")
    CONSULTING = "consulting", _("The owner agency is asked")
    QUOTED = "quoted", _("Waits for payment")
    PREPARING = "preparing", _("Being prepared")
    READY = "ready", _("Ready for the reader")
    IN_USE = "in_use", _("Handed over")
    APPROVED = "approved", _("Approved")
    CLOSED = "closed", _("Completed")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")
    REVOKED = "revoked", _("Ended by the archive")


# Every step there is, and who takes it; docs/reading-room.md is drawn from here. What else must be true of a step
# stands in permissions: a record on request is screened before it is approved, and by somebody else.
STEPS: dict[tuple[State, State], frozenset[Actor]] = {
    (State.SUBMITTED, State.NEEDS_INFO): BY_OFFICER,
    (State.SUBMITTED, State.SCREENED): BY_OFFICER,
    (State.SUBMITTED, State.QUOTED): BY_OFFICER,
    (State.SUBMITTED, State.PREPARING): BY_OFFICER,
    (State.SUBMITTED, State.CLOSED): by(Actor.OFFICER, Actor.ARCHIVE),
    (State.SUBMITTED, State.REFUSED): BY_OFFICER,
    (State.SUBMITTED, State.CANCELLED): BY_READER,
    (State.SUBMITTED, State.REVOKED): BY_ARCHIVE,
    (State.NEEDS_INFO, State.SUBMITTED): BY_READER,
    (State.NEEDS_INFO, State.CLOSED): BY_ARCHIVE,
    (State.NEEDS_INFO, State.REFUSED): BY_OFFICER,
    (State.NEEDS_INFO, State.CANCELLED): BY_READER,
    (State.NEEDS_INFO, State.REVOKED): BY_ARCHIVE,
    (State.SCREENED, State.SUBMITTED): BY_APPROVER,
    (State.SCREENED, State.CONSULTING): BY_OFFICER,
    (State.SCREENED, State.APPROVED): BY_APPROVER,
    (State.SCREENED, State.QUOTED): BY_APPROVER,
    (State.SCREENED, State.PREPARING): BY_APPROVER,
    (State.SCREENED, State.CLOSED): BY_ARCHIVE,
    (State.SCREENED, State.REFUSED): BY_APPROVER,
    (State.SCREENED, State.CANCELLED): BY_READER,
    (State.SCREENED, State.REVOKED): BY_ARCHIVE,
    (State.CONSULTING, State.SCREENED): BY_OFFICER,
    (State.CONSULTING, State.CLOSED): BY_ARCHIVE,
    (State.CONSULTING, State.CANCELLED): BY_READER,
    (State.CONSULTING, State.REVOKED): BY_ARCHIVE,
    (State.QUOTED, State.SUBMITTED): BY_ARCHIVE,
    (State.QUOTED, State.PREPARING): BY_OFFICER,
    (State.QUOTED, State.CANCELLED): by(Actor.READER, Actor.CLOCK),
    (State.QUOTED, State.REVOKED): BY_ARCHIVE,
    (State.PREPARING, State.SUBMITTED): BY_ARCHIVE,
    (State.PREPARING, State.READY): BY_OFFICER,
    (State.PREPARING, State.REFUSED): BY_OFFICER,
    (State.PREPARING, State.CANCELLED): BY_READER,
    (State.PREPARING, State.REVOKED): BY_ARCHIVE,
    (State.READY, State.SUBMITTED): BY_ARCHIVE,
    (State.READY, State.IN_USE): BY_OFFICER,
    (State.READY, State.REFUSED): BY_OFFICER,
    (State.READY, State.CLOSED): by(Actor.READER, Actor.OFFICER, Actor.CLOCK),
    (State.READY, State.CANCELLED): by(Actor.READER, Actor.CLOCK),
    (State.READY, State.REVOKED): BY_ARCHIVE,
    (State.IN_USE, State.CLOSED): BY_OFFICER,
    (State.IN_USE, State.REVOKED): BY_ARCHIVE,
    (State.APPROVED, State.CLOSED): by(Actor.READER, Actor.CLOCK),
    (State.APPROVED, State.REVOKED): BY_ARCHIVE,
}


class NoticeKind(models.TextChoices):
    """What a reader is told of: a state that the request has come to, or something that leaves it where it is."""

    NEEDS_INFO = "needs_info"
    QUOTED = "quoted"
    PREPARING = "preparing"
    READY = "ready"
    APPROVED = "approved"
    CLOSED = "closed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    TAKEN_BACK = "taken_back"
    OPENED = "opened"
    EXTENDED = "extended"
    NOT_EXTENDED = "not_extended"


class WordKind(models.TextChoices):
    """What is said about a request, and to whom."""

    QUESTION = "question", _("Question to the reader")
    ANSWER = "answer", _("Answer of the reader")
    EXTENSION = "extension", _("The reader asks for more time")
    CONSULTATION = "consult", _("Question to the owner agency")
    OPINION = "opinion", _("Answer of the owner agency")
    NOTE = "note", _("Internal note")


# what the reader reads; the rest stays among officers
SHOWN_WORDS = (WordKind.QUESTION, WordKind.ANSWER, WordKind.EXTENSION)
