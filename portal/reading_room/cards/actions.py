"""The reader's card: applied for, checked at the desk, verified, refused, ended."""

import re
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.events.log import record_event
from catalog.vocabulary import EventKind
from catalog.workdays.counting import Workdays
from portal.accounts import vault
from portal.accounts.models import User
from portal.reading_room.cards import notices
from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.cards.permissions import card_of, check_can_move
from portal.reading_room.cards.vocabulary import CardState, ReaderKind
from portal.reading_room.rules import roles
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.locking import lock_reader
from portal.reading_room.rules.models import Counter, RoomRules, ServiceTerm
from portal.reading_room.rules.vocabulary import Actor, Service

CARDS = "cards"


# which text the reader agreed to; a new text gets a new name
CONSENT = "2026-01"


@transaction.atomic
def apply(
    *,
    reader: User,
    kind: str,
    number: str,
    phone: str,
    purpose: str,
    at: datetime,
    purpose_text: str = "",
    institution: str = "",
    nationality: str = "",
    letter: tuple[str, bytes] | None = None,
) -> ReaderCard:
    """Apply for a card; numbers and letter are sealed. Raises ``NotAllowedNow`` where one is alive already."""
    lock_reader(reader)
    if card_of(reader):
        raise NotAllowedNow(gettext_noop("This reader has a card, or has applied for one."))
    today = timezone.localdate(at)
    card = ReaderCard(
        reader=reader,
        kind=kind,
        purpose=purpose,
        purpose_text=purpose_text,
        institution=institution,
        nationality=nationality,
        consented_at=at,
        consent_version=CONSENT,
        requested_at=at,
        due_on=Workdays().after(today, ServiceTerm.on(_service(kind), today)),
    )
    card.seal(number=number, phone=phone)
    card.save()
    if letter:
        # after the row: what an interrupted attempt leaves has no row and is swept
        card.keep_letter(*letter)
        card.save(update_fields=["letter_name"])
    transaction.on_commit(lambda: notices.tell_officers_of_card(card))
    return card


@transaction.atomic
def check(card: ReaderCard, *, by: User, at: datetime) -> ReaderCard:
    """The first officer has compared a foreign reader's papers; a second one verifies."""
    card = _lock(card)
    card.move_to(CardState.CHECKED, check_can_move(by, card, CardState.CHECKED))
    card.checked_by, card.checked_at = by, at
    card.save()
    _write_down(card, by=by, at=at)
    return card


@transaction.atomic
def verify(card: ReaderCard, *, by: User, at: datetime) -> ReaderCard:
    """Compared with the document: the card is valid from now on. Raises ``NotAllowedNow``, ``NotYours``."""
    card = _lock(card)
    card.move_to(CardState.VERIFIED, check_can_move(by, card, CardState.VERIFIED))
    today = timezone.localdate(at)
    card.year, card.number = today.year, Counter.take(CARDS, today.year)
    card.valid_until = today + relativedelta(months=RoomRules.load().card_months)
    return _decide(card, by=by, at=at)


@transaction.atomic
def refuse(card: ReaderCard, *, by: User, at: datetime, reply: str) -> ReaderCard:
    card = _lock(card)
    card.move_to(CardState.REFUSED, check_can_move(by, card, CardState.REFUSED))
    card.reply, card.ended_at = reply, at
    return _decide(card, by=by, at=at)


@transaction.atomic
def end(card: ReaderCard, *, by: User | None, at: datetime, actor: Actor, reply: str = "") -> ReaderCard:
    """The card ends: its reader gives it up, the desk takes it with a word, or its term is over (``by=None``)."""
    card = _lock(card)
    if actor == Actor.OFFICER:
        check_can_move(by, card, CardState.ENDED)
    card.move_to(CardState.ENDED, actor)
    card.ended_at = at
    if actor != Actor.READER:
        card.reply = reply
        transaction.on_commit(lambda: notices.tell_of_card(card))
    if card.decided_at is None:
        card.decided_at = at  # nobody decides any more: the term of keeping begins
    card.save()
    _write_down(card, by=by, at=at)
    return card


@transaction.atomic
def reveal(card: ReaderCard, *, by: User, at: datetime, why: str, what: str) -> str | bytes | None:
    """Read a reader's number, telephone or letter in full; who read it, and why, is an event."""
    roles.check_is_officer(by)
    record_event(
        EventKind.IDENTITY_VIEW,
        f"card:{card.pk}",
        by=by,
        at=at,
        reader=card.reader_id,
        what=what,
        why=why,
    )
    return {
        "number": lambda: card.identity_number,
        "phone": lambda: card.phone,
        "letter": card.letter,
    }[what]()


@transaction.atomic
def search(number: str, *, by: User, at: datetime) -> list[ReaderCard]:
    """Cards that bear a number; that somebody looked for one is an event, whatever is found."""
    roles.check_is_officer(by)
    found = list(
        ReaderCard.objects.filter(number_index=vault.index(re.sub(r"[\s.-]", "", number)))
        .exclude(number_index="")
        .select_related("reader")[:20]
    )
    record_event(
        EventKind.IDENTITY_VIEW,
        "cards",
        by=by,
        at=at,
        what="search",
        found=[card.pk for card in found],
    )
    return found


def _service(kind: str) -> Service:
    return Service.CONDITIONAL if kind == ReaderKind.FOREIGNER else Service.CARD


def _lock(card: ReaderCard) -> ReaderCard:
    return ReaderCard.objects.select_for_update().get(pk=card.pk)


def _decide(card: ReaderCard, *, by: User, at: datetime) -> ReaderCard:
    card.decided_by, card.decided_at = by, at
    card.save()
    _write_down(card, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_of_card(card))
    return card


def _write_down(card: ReaderCard, *, by: User | None, at: datetime) -> None:
    record_event(EventKind.CARD, f"card:{card.pk}", by=by, at=at, state=card.state)
