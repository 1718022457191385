"""What a reader can do with a record now, and why: decided from level, access, format, paper and card."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import access
from catalog.models import Record
from catalog.people import Person
from catalog.vocabulary import Level
from portal.reading_room.models import Absence, AccessRequest, Loan, ReaderCard
from portal.reading_room.units import unit_of
from portal.reading_room.vocabulary import LIVING_CARDS, NEEDS_CARD, WAITING, CardState, Use

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


@dataclass(frozen=True)
class Paper:
    """Whether the paper is on its shelf; if not, why, and the day it can be had again if that is known."""

    is_there: bool
    why: str = ""
    back_on: date | None = None


def offers(reader: Person, record: Record, *, at: datetime | None = None) -> list[UseOffer]:
    """Every use of a record that this reader may know of, in the order in which they are shown."""
    at = at or timezone.now()
    look = _Look(reader, record, at)
    return [each for each in (look.at_use(use) for use in Use) if each]


def offer(reader: Person, record: Record, use: str, *, at: datetime) -> UseOffer | None:
    """One use of a record; ``None`` where it makes no sense for it or the reader may not know of the record."""
    if use not in Use.values or not access.may_see_description(reader, record, at=at):
        return None
    return _Look(reader, record, at).at_use(Use(use))


def paper(record: Record, *, on: date, unit: Record | None = None) -> Paper:
    """Where the paper is: on its shelf, in a reader's hands, or away for a reason that the archive has entered.

    ``unit`` is what leaves the shelf for the record, where that is known already.
    """
    absence = Absence.of(record, on)
    if absence:
        back = absence.until + timedelta(days=1) if absence.until else None
        return Paper(False, str(absence.get_kind_display()), back)
    loan = Loan.objects.filter(unit=unit or unit_of(record), returned_at=None).first()
    if loan:
        return Paper(False, _("In use by another reader"), loan.due_on)
    return Paper(True)


def card_of(reader: Person) -> ReaderCard | None:
    """The reader's living card or application."""
    if not reader.is_authenticated:
        return None
    return ReaderCard.objects.filter(reader_id=reader.pk, state__in=LIVING_CARDS).first()


class _Look:
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
        self._answers = {
            Use.ONLINE: self._online,
            Use.ROOM: self._room,
            Use.COPY: self._copy,
            Use.AUTHENTICATED: self._copy,
            Use.PACKAGE: self._package,
            Use.INFORMATION: self._information,
        }

    def at_use(self, use: Use) -> UseOffer | None:
        if self.is_closed:
            return None
        answer = self._answers[use]()
        if answer is None:
            return None
        is_possible, why = answer
        if waiting := self.waiting.get(use):
            return UseOffer(use, False, _("Your request is waiting for an answer."), waiting)
        needs_card = use in NEEDS_CARD and (self.card is None or self.card.state != CardState.VERIFIED)
        return UseOffer(use, is_possible, why, needs_card=is_possible and needs_card)

    def _online(self) -> tuple[bool, str] | None:
        if not self.has_scans and not self.is_unit:
            return None
        if not self.has_scans and self.is_open:
            return False, _("It is not digitised yet; see it on paper, or order a copy.")
        if self.is_open:
            return False, _("It is open to everyone: read it on this page.")
        if self.may_read:
            return False, _("It is open to you: read it on this page.")
        if not self.has_scans:
            return True, _("It is open on request and not digitised yet: if approved, that is done first.")
        return True, _("It is open on request: an officer decides, and it opens in the viewer.")

    def _room(self) -> tuple[bool, str] | None:
        if not self.is_unit:
            return None
        away = paper(self.record, on=timezone.localdate(self.at))
        if not away.is_there:
            if away.back_on:
                return True, _("%(why)s; it can be had again from %(day)s.") % {
                    "why": away.why,
                    "day": f"{away.back_on:%d/%m/%Y}",
                }
            return False, _("%(why)s; nobody can say yet until when.") % {"why": away.why}
        if self.has_scans:
            return True, _("It is digitised, and the original is spared: say why the pictures are not enough.")
        return True, _("It lies on paper: choose a day and a seat.")

    def _copy(self) -> tuple[bool, str] | None:
        if not self.is_unit:
            return None
        if self.has_scans:
            return True, _("You choose the pages; you are told the fee before anything is made.")
        return True, _("It is digitised for you; you are told the fee before anything is made.")

    def _package(self) -> tuple[bool, str] | None:
        if self.record.level != Level.FILE:
            return None
        if not self.has_scans:
            return False, _("Only what is digitised can be packed.")
        return True, _("All pages with their description, signed by the archive.")

    def _information(self) -> tuple[bool, str] | None:
        return True, _("The archive answers in words, without handing anything out.")
