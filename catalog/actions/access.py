"""Opening and closing: reclassify, publish, withdraw, grant, revoke."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Substr
from django.utils import timezone

from catalog import access, hooks
from catalog.actions.locking import lock_fonds, locked
from catalog.models import AccessGrant, Event, Record, SearchOutbox
from catalog.people import Person
from catalog.provenance import event_of, journal, record_event, record_events
from catalog.search.outbox import tell_worker, tell_worker_on
from catalog.vocabulary import Access, EventKind


class NotAllowedHere(Exception):
    """The step would open something that the law or a level above keeps closed."""


def materialise(root: Record) -> int:
    """Rewrite the effective access and embargo of a subtree in one statement; return the rows touched.

    The stricter of a record's own level and all its ancestors' counts, and the latest embargo date of them. Runs in
    the database, so that a fonds of 300,000 files costs one query.
    """
    rows = Record.objects.under(root).order_by()
    depth = rows.aggregate(deepest=Max("depth"))["deepest"] or root.depth
    lines = [Substr(OuterRef("path"), 1, Record.steplen * k) for k in range(1, depth + 1)]
    line = Record.objects.order_by().filter(path__in=lines)
    return rows.update(
        effective_access=Case(
            When(Exists(line.filter(access=Access.CLOSED)), then=Value(Access.CLOSED)),
            When(Exists(line.filter(access=Access.ON_REQUEST)), then=Value(Access.ON_REQUEST)),
            default=Value(Access.OPEN),
        ),
        effective_embargo=Subquery(
            line.filter(embargo_until__isnull=False).order_by("-embargo_until").values("embargo_until")[:1]
        ),
        version=F("version") + 1,
        epoch=F("epoch") + 1,
    )


@transaction.atomic
def reclassify(
    record: Record,
    *,
    to: Access,
    reason: str,
    by: Person,
    at: datetime,
    embargo_until: date | None = None,
    preview_open: bool | None = None,
) -> Record:
    """Set who may see a record and everything under it; when it returns, no surface shows otherwise.

    One transaction: the rows of the whole subtree, the event, the removal from search, grants where the record
    closes, and everybody who registered with ``catalog.hooks``. ``preview_open`` says whether a record on request
    shows small pictures to everyone; ``None`` leaves it as it is.
    """
    lock_fonds(record)
    record = locked(record)
    before = record.access
    record.access, record.access_reason, record.embargo_until = to, reason, embargo_until
    record.proposed_opening = None  # this is the decision that the proposal asked for, whichever it is
    decided = ("access", "access_reason", "embargo_until", "proposed_opening")
    record.save(update_fields=[*decided, "updated_at"])
    if preview_open is not None:
        Record.objects.under(record).order_by().update(preview_open=preview_open)
    materialise(record)
    record.refresh_from_db()
    change = {"from": before, "to": to, "reason": reason}
    ended = end_grants(record, by=by, at=at)
    record_events([event_of(EventKind.ACCESS_CHANGE, record.key, by=by, at=at, **change), *ended])
    journal.note_access(record, EventKind.ACCESS_CHANGE, at=at)
    journal.note_ended_grants(ended)
    SearchOutbox.objects.create(key=record.key, subtree=True)
    hooks.void_passes([record])
    hooks.access_changed([record], by=by, at=at)
    tell_worker()
    if record.effective_embargo and record.effective_embargo > timezone.localdate(at):
        tell_worker_on(record.effective_embargo, record.key)
    return record


def publish(record: Record, *, by: Person, at: datetime, reason: str = "") -> Record:
    """Open a record and what lies under it, as far as the levels above allow."""
    return reclassify(record, to=Access.OPEN, reason=reason, by=by, at=at)


def withdraw(record: Record, *, reason: str, by: Person, at: datetime) -> Record:
    """Close a record and what lies under it on every surface at once."""
    return reclassify(record, to=Access.CLOSED, reason=reason, by=by, at=at)


@transaction.atomic
def grant(
    *,
    record: Record,
    reader: Person,
    by: Person,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str = "",
    may_download: bool = False,
) -> AccessGrant:
    """Open an on-request record to one reader from a moment until another. Raises ``NotAllowedHere``."""
    record = locked(record)
    if not access.is_open_description(record, at=starts_at):
        raise NotAllowedHere("What is closed or under embargo cannot be granted.")
    given = AccessGrant.objects.create(
        record=record,
        reader=reader,
        granted_by=by,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=purpose,
        may_download=may_download,
    )
    record_event(EventKind.GRANT, record.key, by=by, at=starts_at, grant=given.pk, until=ends_at.isoformat())
    return given


@transaction.atomic
def extend(given: AccessGrant, *, until: datetime, by: Person, at: datetime) -> AccessGrant:
    """Let a grant that is running end at another moment."""
    given = AccessGrant.objects.select_for_update().get(pk=given.pk)
    if given.revoked_at or given.ends_at <= at:
        raise NotAllowedHere("What has ended is not extended; it is asked for anew.")
    if not access.is_open_description(given.record, at=at):
        raise NotAllowedHere("What is closed or under embargo is not extended.")
    given.ends_at = until
    given.save(update_fields=["ends_at"])
    record_event(EventKind.GRANT, given.record.key, by=by, at=at, grant=given.pk, until=until.isoformat())
    return given


@transaction.atomic
def revoke(given: AccessGrant, *, by: Person, at: datetime) -> None:
    """End a grant now; the viewer closes at its next request. One that has been ended stays as it was ended."""
    # all that lies below is written, too: who closes a branch of it must not be met half-way
    lock_fonds(given.record)
    locked(given.record)
    if not AccessGrant.objects.filter(pk=given.pk, revoked_at=None).update(revoked_at=at):
        return
    given.revoked_at = at
    Record.objects.under(given.record).order_by().update(epoch=F("epoch") + 1)
    hooks.void_passes([given.record])
    event = record_event(EventKind.REVOCATION, given.record.key, by=by, at=at, grant=given.pk)
    journal.note_ended_grants([event])


def end_grants(root: Record, *, by: Person, at: datetime) -> list[Event]:
    """End every grant on a record and below it, where it is closed or held; return the events, which are not written.

    The one condition for whatever may close a record: reclassifying, an embargo, a move, an import. A grant that has
    not begun ends like one that runs: it was given for a record that was not closed then. Whoever calls raises the
    epoch of the subtree and voids its passes.
    """
    if access.is_open_description(root, at=at):
        return []
    standing = AccessGrant.objects.standing(at).under(root)
    ended = list(standing.select_for_update(of=("self",)).values_list("pk", "record__key"))
    standing.update(revoked_at=at)
    return [event_of(EventKind.REVOCATION, key, by=by, at=at, grant=pk) for pk, key in ended]
