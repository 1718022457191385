"""Opening and closing: reclassify, publish, withdraw, grant, revoke."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from catalog import access
from catalog.people import Person, pk_of
from catalog.records.actions.changes import Change, Effect, carry_out
from catalog.records.actions.locking import lock_fonds, locked, locked_rows
from catalog.records.models import AccessGrant, Record
from catalog.vocabulary import Access, EventKind


class NotAllowedHere(Exception):
    """The step would open something that the law or a level above keeps closed."""


@dataclass(frozen=True)
class Classification:
    """What somebody has decided about who may see a record and all below it.

    ``preview_open`` says whether a record on request shows small pictures to everyone; ``None`` leaves it as it is.
    """

    record: Record
    to: Access
    reason: str = ""
    embargo_until: date | None = None
    preview_open: bool | None = None


def reclassify(
    record: Record,
    *,
    to: Access,
    reason: str,
    by: Person | None,
    at: datetime,
    embargo_until: date | None = None,
    preview_open: bool | None = None,
) -> Record:
    """Set who may see a record and everything under it; when it returns, no surface shows otherwise."""
    decision = Classification(record, to, reason, embargo_until, preview_open)
    return reclassify_all([decision], by=by, at=at)[0]


@transaction.atomic
def reclassify_all(decisions: Sequence[Classification], *, by: Person | None, at: datetime) -> list[Record]:
    """Set who may see many records, and everything under each, in one transaction; return them as they are then.

    A proposed opening is settled by it, whichever way it was decided.
    """
    lock_fonds(*(decision.record for decision in decisions))
    records = locked_rows(decision.record for decision in decisions)
    carry_out([change_of(records[each.record.pk], each) for each in decisions], by=by, at=at)
    return [records[decision.record.pk] for decision in decisions]


def change_of(record: Record, decision: Classification, *, proposed_opening: date | None = None) -> Change:
    """What a decision changes of a record that is locked; ``proposed_opening`` is what it leaves to be decided."""
    previews = {} if decision.preview_open is None else {"preview_open": decision.preview_open}
    columns = {
        "access": decision.to,
        "access_reason": decision.reason,
        "embargo_until": decision.embargo_until,
        "proposed_opening": proposed_opening,
    }
    detail = {"from": record.access, "to": decision.to, "reason": decision.reason}
    return Change(record, EventKind.ACCESS_CHANGE, detail, columns, below=previews, effect=Effect.ACCESS)


def publish(record: Record, *, by: Person | None, at: datetime, reason: str = "") -> Record:
    """Open a record and what lies under it, as far as the levels above allow."""
    return reclassify(record, to=Access.OPEN, reason=reason, by=by, at=at)


def withdraw(record: Record, *, reason: str, by: Person | None, at: datetime) -> Record:
    """Close a record and what lies under it on every surface at once."""
    return reclassify(record, to=Access.CLOSED, reason=reason, by=by, at=at)


@transaction.atomic
def grant(
    *,
    record: Record,
    reader: Person,
    by: Person | None,
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
        reader_id=reader.pk,
        granted_by_id=pk_of(by),
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=purpose,
        may_download=may_download,
    )
    detail = {"grant": given.pk, "until": ends_at.isoformat()}
    carry_out([Change(record, EventKind.GRANT, detail)], by=by, at=starts_at)
    return given


@transaction.atomic
def extend(given: AccessGrant, *, until: datetime, by: Person | None, at: datetime) -> AccessGrant:
    """Let a grant that is running end at another moment."""
    given = AccessGrant.objects.select_for_update().get(pk=given.pk)
    if given.revoked_at or given.ends_at <= at:
        raise NotAllowedHere("What has ended is not extended; it is asked for anew.")
    if not access.is_open_description(given.record, at=at):
        raise NotAllowedHere("What is closed or under embargo is not extended.")
    given.ends_at = until
    given.save(update_fields=["ends_at"])
    carry_out([Change(given.record, EventKind.GRANT, {"grant": given.pk, "until": until.isoformat()})], by=by, at=at)
    return given


@transaction.atomic
def revoke(given: AccessGrant, *, by: Person | None, at: datetime) -> None:
    """End a grant now; the viewer closes at its next request. One that has been ended stays as it was ended."""
    # all that lies below is written, too: who closes a branch of it must not be met half-way
    lock_fonds(given.record)
    record = locked(given.record)
    if not AccessGrant.objects.filter(pk=given.pk, revoked_at=None).update(revoked_at=at):
        return
    given.revoked_at = at
    carry_out([Change(record, EventKind.REVOCATION, {"grant": given.pk}, effect=Effect.PASSES)], by=by, at=at)
