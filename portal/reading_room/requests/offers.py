"""What a reader can do with a record now, and why: decided from level, access, format, paper and card."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import access
from catalog.models import Record
from catalog.people import Person
from catalog.vocabulary import Level
from portal.reading_room.cards.permissions import card_of
from portal.reading_room.cards.vocabulary import CardState
from portal.reading_room.requests import handling
from portal.reading_room.requests.handling import Answer
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.states import WAITING
from portal.reading_room.rules.uses import USES
from portal.reading_room.rules.vocabulary import Use

HANDED_OUT = (Level.FILE, Level.ITEM)


@dataclass(frozen=True)
class UseOffer:
    """One use of a record: whether it can be asked for now, and what to tell the reader."""

    use: Use
    is_possible: bool
    why: str
    waiting: AccessRequest | None = None
    needs_card: bool = False

    @property
    def label(self) -> str:
        return str(self.use.label)


def offers(reader: Person, record: Record, *, at: datetime | None = None) -> list[UseOffer]:
    """Every use of a record that this reader may know of, in the order in which they are shown."""
    at = at or timezone.now()
    look = Look(reader, record, at)
    return [each for each in (look.at_use(use) for use in Use) if each]


def offer(reader: Person, record: Record, use: str, *, at: datetime) -> UseOffer | None:
    """One use of a record; ``None`` where it makes no sense for it or the reader may not know of the record."""
    if use not in Use.values or not access.may_see_description(reader, record, at=at):
        return None
    return Look(reader, record, at).at_use(Use(use))


class Look:
    """One look at a record by one reader: what all uses ask about is read once."""

    def __init__(self, reader: Person, record: Record, at: datetime) -> None:
        self.record, self.at = record, at
        self.may_read = access.may_see_content(reader, record, at=at)
        self.is_open = access.is_open_content(record, at=at)
        self.is_unit = record.level in HANDED_OUT
        scans = access.scans_handed_out(record, at=at) if self.is_unit else record.scans
        self.has_scans = scans.exists()
        self.is_closed = not access.is_open_description(record, at=at)
        self.card = card_of(reader)
        self.waiting = {}
        if reader.is_authenticated:
            mine = AccessRequest.objects.filter(record=record, researcher_id=reader.pk, state__in=WAITING)
            self.waiting = {each.use: each for each in mine}

    def at_use(self, use: Use) -> UseOffer | None:
        if self.is_closed:
            return None
        answer = handling.answer(use, self)
        if answer is None:
            return None
        is_possible, why = answer
        if waiting := self.waiting.get(use):
            return UseOffer(use, False, _("Your request is waiting for an answer."), waiting)
        needs_card = USES[use].needs_card and (self.card is None or self.card.state != CardState.VERIFIED)
        return UseOffer(use, is_possible, why, needs_card=is_possible and needs_card)


def offer_online(look: Look) -> Answer | None:
    """Reading in the viewer: asked for where the record is on request."""
    if not look.has_scans and not look.is_unit:
        return None
    if not look.has_scans and look.is_open:
        return False, _("It is not digitised yet; see it on paper, or order a copy.")
    if look.is_open:
        return False, _("It is open to everyone: read it on this page.")
    if look.may_read:
        return False, _("It is open to you: read it on this page.")
    if not look.has_scans:
        return True, _("It is open on request and not digitised yet: if approved, that is done first.")
    return True, _("It is open on request: an officer decides, and it opens in the viewer.")


def offer_information(look: Look) -> Answer | None:
    """A question may be asked about whatever the reader may know of."""
    return True, _("The archive answers in words, without handing anything out.")
