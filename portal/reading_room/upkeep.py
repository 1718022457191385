"""What the clock does in the reading room: ends terms, gives held seats free, erases what is kept no longer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts import vault
from portal.accounts.personal import erase_row
from portal.reading_room.cards import actions as cards
from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.cards.vocabulary import CardState
from portal.reading_room.copies import files
from portal.reading_room.copies.models import FinishedCopy
from portal.reading_room.privacy.actions import forget
from portal.reading_room.requests import clock, handling
from portal.reading_room.requests.actions import following
from portal.reading_room.requests.models import AccessRequest, Dossier
from portal.reading_room.requests.states import ALIVE
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.models import KeepingTerm, RoomRules
from portal.reading_room.rules.vocabulary import Actor, DataKind
from portal.reading_room.visits import actions as visits
from portal.reading_room.visits.models import Visit
from portal.reading_room.visits.vocabulary import VisitState


def do_due_work(*, at: datetime) -> dict[str, int]:
    """Do all that is due, and return how much of each; doing it twice does nothing more."""
    return {
        "seats": release_seats(at=at),
        "visits": visits.follow_days(at=at),
        "requests": end_terms(at=at),
        "copies": purge_copies(at=at),
        "cards": end_cards(at=at),
        "readers": shrink(at=at),
        "strays": sweep(at=at),
    }


def follow_days(sender: type, **kwargs: object) -> None:
    """The archive's days have changed: deadlines are counted anew, visits on closed days are cancelled."""
    transaction.on_commit(clock.recount)
    transaction.on_commit(lambda: visits.follow_days(at=timezone.now()))


def release_seats(*, at: datetime) -> int:
    """Seats that were held too long ago are free again."""
    return Visit.objects.filter(state=VisitState.HELD, held_until__lte=at).delete()[0]


def end_terms(*, at: datetime) -> int:
    """Readings whose grant has ended, what was not fetched and bills that were not accepted come to their end."""
    over = list(following.terms_over(AccessRequest.objects.all(), at=at))
    return sum(_is_done(partial(following.end_by_clock, each, at=at)) for each in over)


def _is_done(step: Callable[[], object]) -> bool:
    """Take a step that somebody may have taken meanwhile."""
    try:
        step()
    except NotAllowedNow:  # pragma: no cover  in a race only: tests/engines
        return False
    return True


def purge_copies(*, at: datetime) -> int:
    """Files whose term and days of grace are over are erased."""
    before = at - timedelta(days=RoomRules.load().purge_days)
    stale = list(FinishedCopy.objects.filter(purged_at=None, ends_at__lte=before).select_related("access_request"))
    for finished_copy in stale:
        handling.erase(finished_copy.access_request, at=at)
    return len(stale)


def end_cards(*, at: datetime) -> int:
    """Cards end with the day until which they are valid."""
    over = list(ReaderCard.objects.filter(state=CardState.VERIFIED, valid_until__lt=timezone.localdate(at)))
    ends = (partial(cards.end, card, by=None, at=at, actor=Actor.CLOCK) for card in over)
    return sum(map(_is_done, ends))


def sweep(*, at: datetime) -> int:
    """Erase files that no row knows, once they are a day old: an attempt was interrupted between the two."""
    before = (at - timedelta(days=1)).timestamp()
    stray = [path for path in files.stray_files() if path.stat().st_mtime < before]
    for path in stray:
        path.unlink(missing_ok=True)
    known = {str(ref) for ref in ReaderCard.objects.exclude(letter_name="").values_list("ref", flat=True)}
    letters = [name for name in vault.kept_files() if name not in known]
    for name in letters:
        vault.drop_file(name)
    return len(stray) + len(letters)


def shrink(*, at: datetime, dry_run: bool = False) -> int:
    """Erase what is kept of readers for longer than its term says; figures stay. Returns how many rows."""
    found = stale(at=at)
    for kept, rows in found.items() if not dry_run else ():
        for row in rows:
            ERASE[kept](row)
    return sum(len(rows) for rows in found.values())


ERASE: dict[DataKind, Callable[[Any], object]] = {
    DataKind.UNCONFIRMED: lambda user: user.delete(),
    DataKind.LETTER: partial(erase_row, term=DataKind.LETTER),
    DataKind.CARD: partial(erase_row, term=DataKind.CARD),
    DataKind.UNSERVED: forget,
    DataKind.SERVED: forget,
}


def stale(*, at: datetime) -> dict[DataKind, list]:
    """What is kept for longer than its term says."""
    return {kept: list(rows(at - timedelta(days=KeepingTerm.days_of(kept)))) for kept, rows in STALE.items()}


def _unconfirmed(before: datetime) -> QuerySet:
    accounts = get_user_model().objects.filter(
        date_joined__lte=before,
        last_login=None,
        groups=None,
        is_superuser=False,
        dossiers=None,
        cards=None,
        phone=None,
    )
    return accounts.exclude(emailaddress__verified=True)


def _letters(before: datetime) -> QuerySet:
    return ReaderCard.objects.exclude(letter_name="").filter(decided_at__lte=before)


def _cards(before: datetime) -> QuerySet:
    over = ReaderCard.objects.filter(state__in=(CardState.ENDED, CardState.REFUSED), ended_at__lte=before)
    return over.exclude(number_index="")


def _dossiers() -> QuerySet:
    """Dossiers of which nothing may come any more."""
    return Dossier.objects.exclude(researcher=None).exclude(requests__state__in=ALIVE)


def _unserved(before: datetime) -> QuerySet:
    return _dossiers().exclude(requests__state=State.CLOSED).filter(submitted_at__lte=before).distinct()


def _served(before: datetime) -> QuerySet:
    return _dossiers().filter(requests__state=State.CLOSED, submitted_at__lte=before).distinct()


STALE: dict[DataKind, Callable[[datetime], QuerySet]] = {
    DataKind.LETTER: _letters,
    DataKind.CARD: _cards,
    DataKind.UNSERVED: _unserved,
    DataKind.SERVED: _served,
    # last: an account that cannot be deleted holds up nothing else
    DataKind.UNCONFIRMED: _unconfirmed,
}
