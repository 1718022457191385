"""What requests follow from elsewhere: a record that closes, tightens or opens, and the clock."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog import access
from catalog.models import Record, Scan
from catalog.people import Person, pk_of
from portal.reading_room.requests import clock, handling, notices
from portal.reading_room.requests.actions.locking import lock
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.states import ALIVE, PAUSED, WAITING
from portal.reading_room.requests.vocabulary import NoticeKind, State
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.vocabulary import Actor

KEYS_AT_ONCE = 500


UNDECIDED_ANEW = (State.QUOTED, State.PREPARING, State.READY)


def follow_access(roots: Sequence[Record], *, by: Person | None, at: datetime) -> None:
    """Who may see records, and what lies under them, has changed: requests follow in the same transaction.

    What closes, or is held by an embargo, is served no more: its requests are ended and their readers told that, and
    nothing else. What was decided by one officer and is on request now is decided anew. What has opened need not be
    asked for.
    """
    touched = Record.objects.under(*roots).order_by()
    today = timezone.localdate(at)
    holding = _requests_that_may_hold(roots)
    _end(touched.hidden(today), holding, by=by, at=at)
    # read anew: what has ended just now is not decided again
    _decide_anew(touched.on_request(today), holding.all(), at=at)
    _need_no_asking(touched.open_to_all(today), at=at)


def _requests_for(records: QuerySet[Record], *states: State) -> QuerySet[AccessRequest]:
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .filter(record__in=records, state__in=states)
        .select_related("record", "researcher", "bill", "grant")
        .order_by("pk")
    )


def _end(records: QuerySet[Record], holding: QuerySet[AccessRequest], *, by: Person | None, at: datetime) -> None:
    for each in _once(_requests_for(records, *ALIVE), _copies_of(records), _copies_that_hold(records, holding)):
        if each.state in ALIVE:
            each.move_to(State.REVOKED, Actor.ARCHIVE)
            each.decided_by_id, each.decided_at, each.reply = pk_of(by), at, ""
            each.closed_at = at
            each.save()
            transaction.on_commit(partial(notices.tell_researcher, each, NoticeKind.REVOKED))
            handling.finish(each, at=at)
        handling.take_away(each, at=at)


def _once(*groups: Iterable[AccessRequest]) -> Iterable[AccessRequest]:
    return {each.pk: each for group in groups for each in group}.values()


def _copies_of(records: QuerySet[Record]) -> QuerySet[AccessRequest]:
    """Requests of some records whose file is still kept, also one that was handed over."""
    kept = _requests_for(records, *State).filter(finished_copy__isnull=False, finished_copy__purged_at=None)
    return kept.exclude(state__in=ALIVE)


def _requests_that_may_hold(roots: Sequence[Record]) -> QuerySet[AccessRequest]:
    """Copies with pages of what has changed: of what the roots lie in, of themselves, and of what lies below them."""
    above = {path for root in roots for path in root.ancestor_paths[:-1]}
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .filter(Q(record__path__in=above) | Q(record__in=Record.objects.under(*roots).order_by()))
        .exclude(scan_keys=[])
        .filter(Q(state__in=ALIVE) | Q(finished_copy__purged_at=None, finished_copy__isnull=False))
        .select_related("record", "researcher", "bill", "grant")
        .order_by("pk")
    )


def _copies_that_hold(records: QuerySet[Record], holding: QuerySet[AccessRequest]) -> list[AccessRequest]:
    """Of requests those whose copy holds a page of one of the records."""
    candidates = list(holding)
    wanted = sorted({key for each in candidates for key in each.scan_keys})
    held: set[str] = set()
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        scans = Scan.objects.filter(record__in=records, key__in=wanted[start : start + KEYS_AT_ONCE])
        held.update(scans.values_list("key", flat=True))
    return [each for each in candidates if not held.isdisjoint(each.scan_keys)]


def _decide_anew(records: QuerySet[Record], holding: QuerySet[AccessRequest], *, at: datetime) -> None:
    """Two officers look at what is on request: what one had approved alone goes back to the queue.

    A copy of what the record lies in loses the pages that are guarded now.
    """
    for each in _once(_requests_for(records, *UNDECIDED_ANEW), _copies_that_hold(records, holding)):
        is_alone = each.screened_by_id is None and not each.use_rules.is_answered
        if not is_alone or each.state not in UNDECIDED_ANEW:
            continue
        handling.undo(each, at=at)
        each.move_to(State.SUBMITTED, Actor.ARCHIVE)
        each.decided_by = each.decided_at = None
        allowed = set(access.scans_handed_out(each.record, at=at).values_list("key", flat=True))
        each.scan_keys = [key for key in each.scan_keys if key in allowed]
        clock.start(each, on=timezone.localdate(at))
        each.save()
        handling.finish(each, at=at)


def _need_no_asking(records: QuerySet[Record], *, at: datetime) -> None:
    """Readers who wait for leave to read what has opened to everyone are told so."""
    for each in _requests_for(records, *WAITING):
        if each.use_rules.is_read_online:
            each.move_to(State.CLOSED, Actor.ARCHIVE)
            each.closed_at = at
            each.save()
            transaction.on_commit(partial(notices.tell_researcher, each, NoticeKind.OPENED))


@transaction.atomic
def end_by_clock(access_request: AccessRequest, *, at: datetime) -> AccessRequest:
    """A term has ended: reading is over, a copy or paper was not fetched, a bill was not paid.

    Raises ``NotAllowedNow`` where the term was extended or the step was taken meanwhile.
    """
    access_request = lock(access_request)
    if not is_over(access_request, at=at):
        raise NotAllowedNow(gettext_noop("The term has not ended."))
    is_unused = access_request.state in PAUSED or (
        access_request.state == State.READY and access_request.use_rules.is_lent
    )
    access_request.move_to(State.CANCELLED if is_unused else State.CLOSED, Actor.CLOCK)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    handling.finish(access_request, at=at)
    told = NoticeKind(access_request.state)
    transaction.on_commit(lambda: notices.tell_researcher(access_request, told))
    return access_request


def is_over(access_request: AccessRequest, *, at: datetime) -> bool:
    """Whether the term of what a request waits for has ended."""
    return terms_over(AccessRequest.objects.filter(pk=access_request.pk), at=at).exists()


def terms_over(requests: QuerySet[AccessRequest], *, at: datetime) -> QuerySet[AccessRequest]:
    """Of requests, those whose term has ended; a quotation that its reader has accepted waits for the money."""
    today = timezone.localdate(at)
    return requests.filter(
        Q(state=State.APPROVED, grant__ends_at__lte=at)
        | Q(state=State.READY, finished_copy__ends_at__lte=at)
        | Q(state=State.READY, kept_until__lt=today)
        | Q(state=State.QUOTED, due_on__lt=today, bill__accepted_at=None)
    )
