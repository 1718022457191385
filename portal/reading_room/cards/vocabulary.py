"""Words of a reader's card."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reading_room.rules.vocabulary import BY_APPROVER, BY_OFFICER, BY_READER, Actor, by


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
    (CardState.REQUESTED, CardState.CHECKED): BY_OFFICER,
    (CardState.REQUESTED, CardState.VERIFIED): BY_OFFICER,
    (CardState.REQUESTED, CardState.REFUSED): BY_OFFICER,
    (CardState.REQUESTED, CardState.ENDED): BY_READER,
    (CardState.CHECKED, CardState.VERIFIED): BY_APPROVER,
    (CardState.CHECKED, CardState.REFUSED): BY_APPROVER,
    (CardState.CHECKED, CardState.ENDED): BY_READER,
    (CardState.VERIFIED, CardState.ENDED): by(Actor.READER, Actor.OFFICER, Actor.CLOCK),
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
