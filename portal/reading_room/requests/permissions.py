"""Who may do what with a request: the check raises, the question asks it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog import access
from catalog.models import Record
from catalog.people import Person
from portal.reading_room.cards.permissions import card_of
from portal.reading_room.cards.vocabulary import CardState
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.offers import offer
from portal.reading_room.requests.vocabulary import STEPS, State
from portal.reading_room.rules.errors import NOT_THIS_STEP, NotAllowedNow, NotYours
from portal.reading_room.rules.roles import check_is_officer, check_second_pair
from portal.reading_room.rules.vocabulary import Actor


class CannotAsk(Exception):
    """This reader has no reason to ask for this now; the message says why."""


def check_can_ask(reader: Person, record: Record, use: str, *, at: datetime | None = None) -> None:
    """Raise ``CannotAsk`` unless a request of this reader for this use of this record makes sense now."""
    found = offer(reader, record, use, at=at or timezone.now())
    if found is None:
        raise CannotAsk("This record cannot be used in that way.")
    if not found.is_possible:
        raise CannotAsk(found.why)
    if found.needs_card and card_of(reader) is None:
        raise CannotAsk("A reader's card is needed for this.")


def can_ask(reader: Person, record: Record, use: str, *, at: datetime | None = None) -> bool:
    try:
        check_can_ask(reader, record, use, at=at)
    except CannotAsk:
        return False
    return True


def check_can_decide(officer: Person, access_request: AccessRequest) -> None:
    """Officers decide, and never on what they asked for themselves."""
    check_is_officer(officer)
    if access_request.researcher_id == officer.pk:
        raise NotYours(gettext_noop("Nobody decides a request of their own."))


def actor_for(access_request: AccessRequest, state: State) -> Actor:
    """As whom an officer takes a step: as the second one where the table wants another pair of eyes."""
    wanted = STEPS.get((State(access_request.state), State(state)), frozenset())
    return Actor.APPROVER if Actor.APPROVER in wanted else Actor.OFFICER


def check_four_eyes(officer: Person, access_request: AccessRequest, state: State) -> None:
    """A record on request is screened by one officer and decided by another; one that is open needs no screening.

    Raises ``NotAllowedNow``, or ``NotYours`` for the officer who screened it.
    """
    decides = state in (State.QUOTED, State.PREPARING, State.APPROVED)
    if decides and access_request.is_conditional and access_request.state != State.SCREENED:
        raise NotAllowedNow(gettext_noop("A record on request is screened before it is approved."))
    if state == State.SCREENED and not access_request.is_conditional:
        raise NotAllowedNow(gettext_noop("An open record needs no screening."))
    if actor_for(access_request, state) == Actor.APPROVER:
        check_second_pair(officer, access_request.screened_by_id)


def check_can_approve(officer: Person, access_request: AccessRequest, *, at: datetime) -> None:
    """Raise ``NotAllowedNow`` or ``NotYours`` unless this officer can say yes now."""
    rules = access_request.use_rules
    if rules.is_answered:
        raise NotAllowedNow(gettext_noop("A question is answered, not approved."))
    if access_request.state not in (State.SUBMITTED, State.SCREENED):
        raise NotAllowedNow(NOT_THIS_STEP)
    check_can_decide(officer, access_request)
    check_is_served(access_request, at=at)
    check_four_eyes(officer, access_request, State.APPROVED if rules.is_read_online else State.PREPARING)


def check_can_refuse(officer: Person, access_request: AccessRequest) -> None:
    """Raise ``NotAllowedNow`` or ``NotYours`` unless this officer can say no now."""
    check_can_decide(officer, access_request)
    if (State(access_request.state), State.REFUSED) not in STEPS:
        raise NotAllowedNow(NOT_THIS_STEP)
    check_four_eyes(officer, access_request, State.REFUSED)


def check_can_answer_extension(officer: Person, access_request: AccessRequest) -> None:
    """Raise ``NotAllowedNow`` where nobody asks for more time, ``NotYours`` for the officer who screened it."""
    check_can_decide(officer, access_request)
    check_second_pair(officer, access_request.screened_by_id)
    if access_request.extension_asked_at is None or access_request.state != State.APPROVED:
        raise NotAllowedNow(gettext_noop("No extension is asked for."))


def check_is_served(access_request: AccessRequest, *, at: datetime) -> None:
    """Raise ``NotAllowedNow`` where the record is closed or held by an embargo, or the reader is gone."""
    if access_request.researcher_id is None:
        raise NotAllowedNow(gettext_noop("The reader has erased the account."))
    if not access.is_open_description(access_request.record, at=at):
        raise NotAllowedNow(gettext_noop("The record is not served now."))


def check_was_decided(access_request: AccessRequest) -> None:
    """Raise ``NotAllowedNow`` where one officer decided on what two must look at now."""
    if access_request.is_conditional and access_request.screened_by_id is None:
        raise NotAllowedNow(gettext_noop("What is on request is screened before it is handed out."))


def check_can_cancel(access_request: AccessRequest) -> None:
    """What is paid for is made; only paper that was not handed over is given up later."""
    is_late = access_request.state in (State.PREPARING, State.READY)
    if is_late and not access_request.use_rules.is_lent:
        raise NotAllowedNow(gettext_noop("A copy that is being made is not taken back."))
    if Actor.READER not in STEPS.get((State(access_request.state), State.CANCELLED), frozenset()):
        raise NotAllowedNow(gettext_noop("This request cannot be taken back any more."))


def can_cancel(access_request: AccessRequest) -> bool:
    try:
        check_can_cancel(access_request)
    except NotAllowedNow:
        return False
    return True


def check_can_extend(access_request: AccessRequest, *, at: datetime) -> None:
    """More time may be asked for while reading is open, and once at a time."""
    grant = access_request.grant
    is_running = grant is not None and grant.revoked_at is None and grant.ends_at > at
    if access_request.state != State.APPROVED or not is_running:
        raise NotAllowedNow(gettext_noop("Nothing is open that could be extended."))
    if access_request.extension_asked_at:
        raise NotAllowedNow(gettext_noop("An extension is asked for already."))


def check_card(access_request: AccessRequest) -> None:
    """Raise ``NotAllowedNow`` where the use wants a known reader and the card is not verified."""
    card = card_of(access_request.researcher) if access_request.researcher else None
    is_known = card is not None and card.state == CardState.VERIFIED
    if access_request.use_rules.needs_card and not is_known:
        raise NotAllowedNow(gettext_noop("The reader's card is not verified."))
