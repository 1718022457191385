"""Who has a card, and who checks one."""

from django.utils.translation import gettext_noop

from catalog.people import Person, pk_of
from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.cards.vocabulary import CARD_STEPS, LIVING_CARDS, CardState, ReaderKind
from portal.reading_room.rules.errors import NOT_THIS_STEP, NotAllowedNow, NotYours
from portal.reading_room.rules.roles import check_is_officer, check_second_pair
from portal.reading_room.rules.vocabulary import Actor


def card_of(reader: Person) -> ReaderCard | None:
    """The reader's living card or application."""
    if not reader.is_authenticated:
        return None
    return ReaderCard.objects.filter(reader_id=reader.pk, state__in=LIVING_CARDS).first()


def officers_of(card: ReaderCard, state: CardState) -> frozenset[Actor]:
    """As whom officers lead a card from where it stands to a state; empty where that is no step of theirs."""
    wanted = CARD_STEPS.get((CardState(card.state), state), frozenset())
    is_foreign = card.kind == ReaderKind.FOREIGNER
    if state == CardState.CHECKED and not is_foreign:
        return frozenset()
    return wanted & {Actor.OFFICER, Actor.APPROVER}


def check_can_move(officer: Person | None, card: ReaderCard, state: CardState) -> Actor:
    """As whom this officer leads a card to a state. Raises ``NotAllowedNow`` or ``NotYours``."""
    check_is_officer(officer)
    if card.reader_id == pk_of(officer):
        raise NotYours(gettext_noop("Nobody checks a card of their own."))
    actors = officers_of(card, state)
    if not actors:
        raise NotAllowedNow(NOT_THIS_STEP)
    is_foreign = card.kind == ReaderKind.FOREIGNER
    if state == CardState.VERIFIED and card.state == CardState.REQUESTED and is_foreign:
        raise NotAllowedNow(gettext_noop("A foreign reader's papers are checked by one officer first."))
    if Actor.APPROVER not in actors:
        return Actor.OFFICER
    check_second_pair(officer, card.checked_by_id)
    return Actor.APPROVER
