"""The reading room's words: states of a request and of a card, who may move them, uses, purposes, reasons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Actor(models.TextChoices):
    """Who takes a step."""

    READER = "reader", _("The reader")
    OFFICER = "officer", _("An officer")
    APPROVER = "approver", _("An officer who did not screen it")
    CLOCK = "clock", _("The clock, when a term has ended")
    ARCHIVE = "archive", _("The archive, when the record closes or access is taken back")


def _by(*actors: Actor) -> frozenset[Actor]:
    return frozenset(actors)


_READER, _OFFICER, _APPROVER, _CLOCK, _ARCHIVE = (_by(each) for each in Actor)

# Every step there is, and who takes it; docs/reading-room.md is drawn from here. What else must be true of a step
# stands in permissions: a record on request is screened before it is approved, and by somebody else.
STEPS: dict[tuple[State, State], frozenset[Actor]] = {
    (State.SUBMITTED, State.NEEDS_INFO): _OFFICER,
    (State.SUBMITTED, State.SCREENED): _OFFICER,
    (State.SUBMITTED, State.QUOTED): _OFFICER,
    (State.SUBMITTED, State.PREPARING): _OFFICER,
    (State.SUBMITTED, State.CLOSED): _by(Actor.OFFICER, Actor.ARCHIVE),
    (State.SUBMITTED, State.REFUSED): _OFFICER,
    (State.SUBMITTED, State.CANCELLED): _READER,
    (State.SUBMITTED, State.REVOKED): _ARCHIVE,
    (State.NEEDS_INFO, State.SUBMITTED): _READER,
    (State.NEEDS_INFO, State.CLOSED): _ARCHIVE,
    (State.NEEDS_INFO, State.REFUSED): _OFFICER,
    (State.NEEDS_INFO, State.CANCELLED): _READER,
    (State.NEEDS_INFO, State.REVOKED): _ARCHIVE,
    (State.SCREENED, State.SUBMITTED): _APPROVER,
    (State.SCREENED, State.CONSULTING): _OFFICER,
    (State.SCREENED, State.APPROVED): _APPROVER,
    (State.SCREENED, State.QUOTED): _APPROVER,
    (State.SCREENED, State.PREPARING): _APPROVER,
    (State.SCREENED, State.CLOSED): _ARCHIVE,
    (State.SCREENED, State.REFUSED): _APPROVER,
    (State.SCREENED, State.CANCELLED): _READER,
    (State.SCREENED, State.REVOKED): _ARCHIVE,
    (State.CONSULTING, State.SCREENED): _OFFICER,
    (State.CONSULTING, State.CLOSED): _ARCHIVE,
    (State.CONSULTING, State.CANCELLED): _READER,
    (State.CONSULTING, State.REVOKED): _ARCHIVE,
    (State.QUOTED, State.SUBMITTED): _ARCHIVE,
    (State.QUOTED, State.PREPARING): _OFFICER,
    (State.QUOTED, State.CANCELLED): _by(Actor.READER, Actor.CLOCK),
    (State.QUOTED, State.REVOKED): _ARCHIVE,
    (State.PREPARING, State.SUBMITTED): _ARCHIVE,
    (State.PREPARING, State.READY): _OFFICER,
    (State.PREPARING, State.REFUSED): _OFFICER,
    (State.PREPARING, State.CANCELLED): _READER,
    (State.PREPARING, State.REVOKED): _ARCHIVE,
    (State.READY, State.SUBMITTED): _ARCHIVE,
    (State.READY, State.IN_USE): _OFFICER,
    (State.READY, State.REFUSED): _OFFICER,
    (State.READY, State.CLOSED): _by(Actor.READER, Actor.OFFICER, Actor.CLOCK),
    (State.READY, State.CANCELLED): _by(Actor.READER, Actor.CLOCK),
    (State.READY, State.REVOKED): _ARCHIVE,
    (State.IN_USE, State.CLOSED): _OFFICER,
    (State.IN_USE, State.REVOKED): _ARCHIVE,
    (State.APPROVED, State.CLOSED): _by(Actor.READER, Actor.CLOCK),
    (State.APPROVED, State.REVOKED): _ARCHIVE,
}
# nobody has decided yet
WAITING = (State.SUBMITTED, State.NEEDS_INFO, State.SCREENED, State.CONSULTING)
# the reading room has something to do, and a day by which
ON_THE_CLOCK = (State.SUBMITTED, State.SCREENED, State.CONSULTING, State.PREPARING)
# the reader must act; the archive's clock stands still
PAUSED = (State.NEEDS_INFO, State.QUOTED)
# something may still come of it
ALIVE = (*WAITING, State.QUOTED, State.PREPARING, State.READY, State.IN_USE, State.APPROVED)


class Use(models.TextChoices):
    """What a reader wants of a record.

    Reading in the system, plain copy, authenticated copy and package are the four forms of use of Circular
    05/2025/TT-BNV; the paper in the room and a question are what an archive has always answered.
    """

    ONLINE = "online", _("Read online")
    ROOM = "room", _("See the paper in the reading room")
    COPY = "copy", _("Plain copy")
    AUTHENTICATED = "authenticated", _("Authenticated copy")
    PACKAGE = "package", _("Authenticated package of the whole file")
    INFORMATION = "information", _("Ask a question about it")


COPIES = (Use.COPY, Use.AUTHENTICATED, Use.PACKAGE)
# they bear the archive's name or take paper off the shelf: the reader must be known
NEEDS_CARD = (Use.ROOM, Use.AUTHENTICATED, Use.PACKAGE)


class CopyFormat(models.TextChoices):
    """How a copy is handed over."""

    PDF = "pdf", _("PDF, as a download")
    PAPER = "paper", _("On paper, at the counter")


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


class Service(models.TextChoices):
    """What has a term in working days."""

    READING = "reading", _("Providing an open document for reading")
    COPYING = "copying", _("Providing copies")
    CONDITIONAL = "conditional", _("Deciding on a record that is open on request")
    INFORMATION = "information", _("Answering a question")
    CARD = "card", _("Checking a reader's card")
    ANSWER = "answer", _("A reader's answer to a question")
    PAYMENT = "payment", _("A reader's payment")


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


class Purpose(models.TextChoices):
    """Circular 05/2025/TT-BNV, ``purpose``."""

    PERSONAL = "01", _("Personal")
    OFFICIAL = "02", _("Official duty")
    SPECIAL = "03", _("Special official duty")


class FeeClass(models.TextChoices):
    """Circular 05/2025/TT-BNV, ``feeObjectType``: who may pay less, or nothing."""

    STUDENT = "01", _("Pupil, student or doctoral candidate")
    MARTYR_KIN = "02", _("Relative of a martyr")
    WAR_INVALID = "03", _("War invalid or sick soldier")
    RESISTANCE = "04", _("Taken part in the resistance")
    HELPED = "05", _("Helped the revolution")
    WORSHIPPER = "06", _("Keeper of the cult of a martyr")
    PENSIONER = "07", _("Pensioner")
    ALLOWANCE = "08", _("Receiver of an allowance for lost working strength or an accident at work")
    OCCUPATIONAL = "09", _("Ill by occupation")
    OTHER = "10", _("None of these")


class Reason(models.TextChoices):
    """Why a request is refused; each is shown to the reader with its legal basis and the officer's words."""

    PERSONAL_DATA = "personal-data", _("It holds personal data of living people.")
    FRAGILE = "fragile", _("The original is fragile or being restored.")
    PROCESSING = "processing", _("It is still being arranged.")
    PURPOSE = "purpose", _("The purpose does not show why this document is needed.")
    OWNER = "owner", _("The agency that handed it over does not agree.")
    NO_ANSWER = "no-answer", _("What was asked of you was not answered in time.")
    OTHER = "other", _("Another reason, given below.")


class CardState(models.TextChoices):
    """Where the application for a reader's card stands."""

    REQUESTED = "requested", _("Waits for the desk")
    CHECKED = "checked", _("Checked, waits for a second officer")
    VERIFIED = "verified", _("Valid")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


# applied for or valid: a reader has one such card
LIVING_CARDS = (CardState.REQUESTED, CardState.CHECKED, CardState.VERIFIED)
# who takes each step of a card; a foreign reader's is checked by one officer and verified by another
CARD_STEPS: dict[tuple[CardState, CardState], frozenset[Actor]] = {
    (CardState.REQUESTED, CardState.CHECKED): _OFFICER,
    (CardState.REQUESTED, CardState.VERIFIED): _OFFICER,
    (CardState.REQUESTED, CardState.REFUSED): _OFFICER,
    (CardState.REQUESTED, CardState.ENDED): _READER,
    (CardState.CHECKED, CardState.VERIFIED): _APPROVER,
    (CardState.CHECKED, CardState.REFUSED): _APPROVER,
    (CardState.CHECKED, CardState.ENDED): _READER,
    (CardState.VERIFIED, CardState.ENDED): _by(Actor.READER, Actor.OFFICER, Actor.CLOCK),
}


class ReaderKind(models.TextChoices):
    """Who a reader is before the archive, and by which paper it knows."""

    CITIZEN = "citizen", _("Citizen, by citizen card")
    ORGANISATION = (
        "organisation",
        _("On behalf of an organisation, by citizen card and letter of introduction"),
    )
    FOREIGNER = "foreigner", _("Foreigner, by passport and letter")


# who must bring a letter
NEEDS_LETTER = (ReaderKind.ORGANISATION, ReaderKind.FOREIGNER)


class SeatKind(models.TextChoices):
    """What a seat is good for."""

    DESK = "desk", _("Desk")
    MAP_TABLE = "map", _("Map table")
    COMPUTER = "computer", _("Computer")


class Part(models.TextChoices):
    """Half a day: what a seat is taken for."""

    MORNING = "am", _("Morning")
    AFTERNOON = "pm", _("Afternoon")


class VisitState(models.TextChoices):
    """Where a visit stands."""

    HELD = "held", _("Held for a few minutes")
    BOOKED = "booked", _("Booked")
    CAME = "came", _("The reader came")
    CANCELLED = "cancelled", _("Cancelled by the reader")
    MOVED_OUT = "moved_out", _("Cancelled: the reading room is closed that day")


# the seat is taken
TAKEN = (VisitState.HELD, VisitState.BOOKED, VisitState.CAME)


class AbsenceKind(models.TextChoices):
    """Why paper cannot be handed over although it is the archive's."""

    RESTORATION = "restoration", _("Under restoration")
    EXHIBITION = "exhibition", _("On exhibition")
    PROCESSING = "processing", _("Being arranged")
    DIGITISATION = "digitisation", _("Being digitised")


class FeeUnit(models.TextChoices):
    """What an amount is for."""

    PAGE = "page", _("page")
    DOCUMENT = "document", _("document")


class PaidBy(models.TextChoices):
    """How money came."""

    COUNTER = "counter", _("At the counter")
    TRANSFER = "transfer", _("By bank transfer")


class Kept(models.TextChoices):
    """What is kept of a reader, each kind for a term of its own."""

    UNCONFIRMED = "unconfirmed", _("Account that was never confirmed")
    LETTER = "letter", _("Letter of introduction, after the decision on the card")
    CARD = "card", _("Identity and telephone numbers, after the card has ended")
    UNSERVED = "unserved", _("Request that was refused or cancelled: who asked and why")
    SERVED = "served", _("Request that was served: who asked and why")


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
