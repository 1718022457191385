"""After a backup was put back: what was closed since it was made is closed again, until somebody decides anew."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.actions.access import reclassify, revoke
from catalog.models import AccessGrant, Record
from catalog.people import Person
from catalog.provenance import journal
from catalog.provenance.journal import Entry
from catalog.vocabulary import STRICTNESS, Access


@dataclass(frozen=True)
class Forgotten:
    """A decision that the database had forgotten, and whether it had to be carried out again."""

    entry: Entry
    record: Record
    is_closed_again: bool


def close_forgotten(*, at: datetime, by: Person = None, dry_run: bool = False) -> list[Forgotten]:
    """Carry out again every forgotten decision that closed something; of those that opened something only tell.

    Of several decisions about one record the last counts; a term that is over closes nothing.
    """
    return [
        found
        for each in journal.forgotten()
        if (found := _close_again(each, at=at, by=by, dry_run=dry_run)) is not None
    ]


@transaction.atomic
def _close_again(entry: Entry, *, at: datetime, by: Person, dry_run: bool) -> Forgotten | None:
    record = Record.objects.filter(key=entry.key).first()
    if record is None:
        return None  # described after the backup was made: it is gone altogether
    if entry.grant is not None:
        return _end_again(entry, record, at=at, by=by, dry_run=dry_run)
    embargo = _running(date.fromisoformat(entry.embargo) if entry.embargo else None, at)
    held = _running(record.effective_embargo, at)
    strictness = STRICTNESS[entry.access] - STRICTNESS[record.effective_access]
    closes = strictness > 0 or (embargo or date.min) > (held or date.min)
    if not closes and strictness == 0 and embargo == held:
        return None
    if closes and not dry_run:
        reclassify(
            record,
            to=max(Access(record.access), Access(entry.access), key=lambda each: STRICTNESS[each]),
            embargo_until=max(filter(None, (record.embargo_until, embargo)), default=None),
            reason=_("Decided on %(day)s, after the backup that was put back")
            % {"day": f"{entry.moment:%d/%m/%Y}"},
            by=by,
            at=at,
        )
    return Forgotten(entry, record, closes)


def _running(embargo: date | None, at: datetime) -> date | None:
    return embargo if embargo and embargo > timezone.localdate(at) else None


def _end_again(
    entry: Entry, record: Record, *, at: datetime, by: Person, dry_run: bool
) -> Forgotten | None:
    given = AccessGrant.objects.standing(at).filter(pk=entry.grant, record=record).first()
    if given is None:
        return None
    if not dry_run:
        revoke(given, by=by, at=at)
    return Forgotten(entry, record, True)
