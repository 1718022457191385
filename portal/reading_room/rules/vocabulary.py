"""The room's words: uses, purposes, reasons, terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Actor(models.TextChoices):
    """Who takes a step."""

    READER = "reader", _("The reader")
    OFFICER = "officer", _("An officer")
    APPROVER = "approver", _("An officer who did not screen it")
    CLOCK = "clock", _("The clock, when a term has ended")
    ARCHIVE = "archive", _("The archive, when the record closes or access is taken back")


def by(*actors: Actor) -> frozenset[Actor]:
    """Who takes a step, as tables of steps write it."""
    return frozenset(actors)


BY_READER, BY_OFFICER, BY_APPROVER, BY_CLOCK, BY_ARCHIVE = (by(each) for each in Actor)


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


class CopyFormat(models.TextChoices):
    """How a copy is handed over."""

    PDF = "pdf", _("PDF, as a download")
    PRINTED = "paper", _("On paper, at the counter")


class FeeUnit(models.TextChoices):
    """What an amount is for."""

    PAGE = "page", _("page")
    DOCUMENT = "document", _("document")


class Service(models.TextChoices):
    """What has a term in working days."""

    READING = "reading", _("Providing an open document for reading")
    COPYING = "copying", _("Providing copies")
    CONDITIONAL = "conditional", _("Deciding on a record that is open on request")
    INFORMATION = "information", _("Answering a question")
    CARD = "card", _("Checking a reader's card")
    ANSWER = "answer", _("A reader's answer to a question")
    PAYMENT = "payment", _("A reader's payment")


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


class DataKind(models.TextChoices):
    """What is kept of a reader, each kind for a term of its own."""

    UNCONFIRMED = "unconfirmed", _("Account that was never confirmed")
    LETTER = "letter", _("Letter of introduction, after the decision on the card")
    CARD = "card", _("Identity and telephone numbers, after the card has ended")
    UNSERVED = "unserved", _("Request that was refused or cancelled: who asked and why")
    SERVED = "served", _("Request that was served: who asked and why")
