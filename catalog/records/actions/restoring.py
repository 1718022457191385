"""After a backup was put back: what was closed since it was made is closed again, until somebody decides anew."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.people import Person
from catalog.records import journal
from catalog.records.actions.access import reclassify, revoke
from catalog.records.journal import JournalEntry
from catalog.records.models import AccessGrant, Record
from catalog.vocabulary import Access, known, strictness


@dataclass(frozen=True)
class Forgotten:
    """A decision that the database had forgotten, and whether it had to be carried out again."""

    entry: JournalEntry
    record: Record
    is_closed_again: bool


def close_forgotten(*, at: datetime, by: Person | None = None, dry_run: bool = False) -> list[Forgotten]:
    """Carry out again every forgotten decision that closed something; of those that opened something only tell.

    Of several decisions about one record the last counts; a term that is over closes nothing.
    """
    return [
        found
        for each in journal.forgotten()
        if (found := _close_again(each, at=at, by=by, dry_run=dry_run)) is not None
    ]


@transaction.atomic
def _close_again(entry: JournalEntry, *, at: datetime, by: Person | None, dry_run: bool) -> Forgotten | None:
    record = Record.objects.filter(key=entry.key).first()
    if record is None:
        return None  # described after the backup was made: it is gone altogether
    if entry.grant is not None:
        return _end_again(entry, record, at=at, by=by, dry_run=dry_run)
    again = _CarriedOutAgain(entry, record, at)
    if not again.closes and not again.differs:
        return None
    if again.closes and not dry_run:
        reclassify(
            record,
            to=again.level,
            embargo_until=again.embargo,
            preview_open=None if entry.has_previews else False,
            reason=_("Decided on %(day)s, after the backup that was put back") % {"day": f"{entry.moment:%d/%m/%Y}"},
            by=by,
            at=at,
        )
    return Forgotten(entry, record, again.closes)


class _CarriedOutAgain:
    """What a decision that is carried out again comes to: never less strict than what the database says."""

    def __init__(self, entry: JournalEntry, record: Record, at: datetime) -> None:
        held = _running(record.effective_embargo, at)
        embargo = _running(_day(entry.embargo), at)
        own_held = _running(record.embargo_until, at)
        own_embargo = _running(_day(entry.own_embargo), at)
        stricter_by = strictness(entry.access) - strictness(record.effective_access)
        levels = [known(record.access), known(entry.own or record.access)]
        if stricter_by > 0:
            levels.append(known(entry.access))
        if entry.is_guarded and not record.public_title:
            # its words for the public are lost with the backup, so it has none to show
            levels.append(Access.CLOSED)
        self.level = max(levels, key=strictness)
        days = [record.embargo_until, own_embargo, embargo if _is_later(embargo, held) else None]
        self.embargo = max(filter(None, days), default=None)
        loses_previews = record.preview_open and not entry.has_previews
        self.closes = (
            self.level != record.access
            or _is_later(embargo, held)
            or _is_later(own_embargo, own_held)
            or loses_previews
        )
        self.differs = stricter_by != 0 or embargo != held


def _is_later(one: date | None, other: date | None) -> bool:
    return (one or date.min) > (other or date.min)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _running(embargo: date | None, at: datetime) -> date | None:
    return embargo if embargo and embargo > timezone.localdate(at) else None


def _end_again(
    entry: JournalEntry, record: Record, *, at: datetime, by: Person | None, dry_run: bool
) -> Forgotten | None:
    given = AccessGrant.objects.standing(at).filter(pk=entry.grant, record=record).first()
    if given is None:
        return None
    if not dry_run:
        revoke(given, by=by, at=at)
    return Forgotten(entry, record, True)
