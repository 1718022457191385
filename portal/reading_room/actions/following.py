"""What requests follow from elsewhere: a record that closes, tightens or opens, and the clock."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog import access
from catalog.models import Record
from catalog.people import Person
from catalog.vocabulary import Access
from portal.reading_room import clock, notices
from portal.reading_room.actions import copies
from portal.reading_room.actions.locking import lock
from portal.reading_room.models import AccessRequest, NotAllowedNow
from portal.reading_room.vocabulary import (
    ALIVE,
    PAUSED,
    WAITING,
    Actor,
    Occasion,
    State,
    Use,
)

UNDECIDED_ANEW = (State.QUOTED, State.PREPARING, State.READY)


def follow_access(root: Record, *, by: Person | None, at: datetime) -> None:
    """Who may see a record, and what lies under it, has changed: requests follow in the same transaction.

    What closes, or is held by an embargo, is served no more: its requests are ended and their readers told that, and
    nothing else. What was decided by one officer and is on request now is decided anew. What has opened need not be
    asked for.
    """
    if not access.is_open_description(root, at=at):
        _end(root, by=by, at=at)
    elif root.effective_access == Access.ON_REQUEST:
        _decide_anew(root, at=at)
    else:
        _need_no_asking(root, at=at)


def _under(root: Record, *states: State):
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .filter(record__in=Record.objects.under(root).order_by(), state__in=states)
        .select_related("record", "researcher", "bill", "grant")
        .order_by("pk")
    )


def _end(root: Record, *, by: Person | None, at: datetime) -> None:
    for each in [*_under(root, *ALIVE), *_copies_that_hold(root)]:
        if each.state in ALIVE:
            each.move_to(State.REVOKED, Actor.ARCHIVE)
            each.decided_by, each.decided_at, each.reply = by, at, ""
            each.closed_at = at
            each.save()
            transaction.on_commit(partial(notices.tell_researcher, each, Occasion.REVOKED))
            copies.recount(each.bill)
        copies.drop_delivery(each, at=at)


def _copies_that_hold(root: Record) -> list[AccessRequest]:
    """Copies of what the record lies in that hold a page of it."""
    above = root.ancestor_paths[:-1]
    keys = set(_scan_keys(root))
    found = (
        AccessRequest.objects.select_for_update(of=("self",))
        .filter(record__path__in=above)
        .exclude(scan_keys=[])
        .filter(Q(state__in=ALIVE) | Q(delivery__purged_at=None, delivery__isnull=False))
        .select_related("record", "researcher", "bill", "grant")
        .order_by("pk")
    )
    return [each for each in found if not keys.isdisjoint(each.scan_keys)]


def _scan_keys(root: Record):
    from catalog.models import Scan

    return Scan.objects.under(root).values_list("key", flat=True)


def _decide_anew(root: Record, *, at: datetime) -> None:
    """Two officers look at what is on request: what one had approved alone goes back to the queue.

    A copy of what the record lies in loses the pages that are guarded now.
    """
    for each in [*_under(root, *UNDECIDED_ANEW), *_copies_that_hold(root)]:
        is_alone = each.screened_by_id is None and each.use != Use.INFORMATION
        if not is_alone or each.state not in UNDECIDED_ANEW:
            continue
        copies.forget_delivery(each, at=at)
        each.move_to(State.SUBMITTED, Actor.ARCHIVE)
        each.decided_by = each.decided_at = None
        allowed = set(access.scans_handed_out(each.record, at=at).values_list("key", flat=True))
        each.scan_keys = [key for key in each.scan_keys if key in allowed]
        clock.start(each, on=timezone.localdate(at))
        each.save()
        copies.recount(each.bill)


def _need_no_asking(root: Record, *, at: datetime) -> None:
    """Readers who wait for leave to read what has opened to everyone are told so."""
    for each in _under(root, *WAITING):
        if each.use == Use.ONLINE and access.is_open_content(each.record, at=at):
            each.move_to(State.CLOSED, Actor.ARCHIVE)
            each.closed_at = at
            each.save()
            transaction.on_commit(partial(notices.tell_researcher, each, Occasion.OPENED))


@transaction.atomic
def end_by_clock(access_request: AccessRequest, *, at: datetime) -> AccessRequest:
    """A term has ended: reading is over, a copy or paper was not fetched, a bill was not paid.

    Raises ``NotAllowedNow`` where the term was extended or the step was taken meanwhile.
    """
    access_request = lock(access_request)
    if not is_over(access_request, at=at):
        raise NotAllowedNow(gettext_noop("The term has not ended."))
    is_unused = access_request.state in PAUSED or (
        access_request.state == State.READY and access_request.use == Use.ROOM
    )
    access_request.move_to(State.CANCELLED if is_unused else State.CLOSED, Actor.CLOCK)
    access_request.closed_at = at
    access_request.save(update_fields=["state", "closed_at"])
    copies.recount(access_request.bill)
    told = Occasion(access_request.state)
    transaction.on_commit(lambda: notices.tell_researcher(access_request, told))
    return access_request


def is_over(access_request: AccessRequest, *, at: datetime) -> bool:
    """Whether the term of what a request waits for has ended."""
    return terms_over(AccessRequest.objects.filter(pk=access_request.pk), at=at).exists()


def terms_over(requests, *, at: datetime):
    """Of requests, those whose term has ended; a quotation that its reader has accepted waits for the money."""
    today = timezone.localdate(at)
    return requests.filter(
        Q(state=State.APPROVED, grant__ends_at__lte=at)
        | Q(state=State.READY, delivery__ends_at__lte=at)
        | Q(state=State.READY, kept_until__lt=today)
        | Q(state=State.QUOTED, due_on__lt=today, bill__accepted_at=None)
    )
