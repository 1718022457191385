"""Who has a card, and who checks one."""

from django.utils.translation import gettext_noop

from catalog.people import Person
from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.cards.vocabulary import LIVING_CARDS
from portal.reading_room.rules.errors import NotYours
from portal.reading_room.rules.roles import check_is_officer


def card_of(reader: Person) -> ReaderCard | None:
    """The reader's living card or application."""
    if not reader.is_authenticated:
        return None
    return ReaderCard.objects.filter(reader_id=reader.pk, state__in=LIVING_CARDS).first()


def check_can_check_card(officer: Person, card: ReaderCard) -> None:
    """Officers check cards, and never their own."""
    check_is_officer(officer)
    if card.reader_id == officer.pk:
        raise NotYours(gettext_noop("Nobody checks a card of their own."))
