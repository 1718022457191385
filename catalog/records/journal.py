"""Decisions about access are written a second time, outside the database.

A backup that is put back forgets what was decided after it was made; this file does not. One line of JSON a decision:
when, which record, what its access came to, or which grant was ended. Nothing of it names a person.
"""

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from catalog.events.models import Event
from catalog.records.models import Record
from catalog.vocabulary import EventKind

log = logging.getLogger(__name__)


BATCH = 200


@dataclass(frozen=True)
class JournalEntry:
    """One decision: ``at`` in ISO 8601, what counted for the record after it, or the grant that it ended.

    ``access`` and ``embargo`` count, with all that stands above; ``own`` and ``own_embargo`` are the record's. Whether
    its title is guarded by another, and whether it shows small pictures.
    """

    at: str
    key: str
    kind: str
    access: str = ""
    embargo: str = ""
    grant: int | None = None
    own: str = ""
    own_embargo: str = ""
    is_guarded: bool = False
    has_previews: bool = True

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def note_access(decided: Iterable[tuple[Record, EventKind]], *, at: datetime) -> None:
    """Write down what the access of records, and so of all below them, has come to, once that is committed.

    With each the kind of its event, by which a later comparison finds it.
    """
    _append_on_commit(
        [
            JournalEntry(
                at.isoformat(),
                record.key,
                kind,
                access=record.effective_access,
                embargo=_iso(record.effective_embargo),
                own=record.access,
                own_embargo=_iso(record.embargo_until),
                is_guarded=bool(record.public_title),
                has_previews=record.preview_open,
            )
            for record, kind in decided
        ]
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def note_ended_grants(events: Iterable[Event]) -> None:
    """Write down which grants have ended, once that is committed."""
    _append_on_commit(
        [
            JournalEntry(event.at.isoformat(), event.object_key, event.kind, grant=event.detail["grant"])
            for event in events
        ]
    )


def entries() -> list[JournalEntry]:
    """Every decision in the journal, the oldest first; a line that was cut off in the middle is left out."""
    path = Path(settings.ACCESS_JOURNAL)
    if not path.exists():
        return []
    found = []
    for line in filter(None, path.read_text().splitlines()):
        try:
            found.append(JournalEntry(**json.loads(line)))
        except (ValueError, TypeError):
            log.warning("A line of %s cannot be read.", path)
    return found


def forgotten() -> list[JournalEntry]:
    """Decisions that the database does not know, of each record and each grant the last alone.

    It is older than the journal then, as after a backup was put back. What was decided anew since is settled. The
    newest are looked up first; once a whole batch is known, so are all before it.
    """
    last = {(each.key, each.grant): each for each in entries()}
    rest = sorted(last.values(), key=lambda each: each.moment)
    unknown: list[JournalEntry] = []
    while rest:
        rest, batch = rest[:-BATCH], rest[-BATCH:]
        keys, moments = {each.key for each in batch}, {each.moment for each in batch}
        rows = Event.objects.filter(object_key__in=keys, at__in=moments)
        known = set(rows.values_list("object_key", "kind", "at"))
        missing = [each for each in batch if (each.key, each.kind, each.moment) not in known]
        unknown[:0] = missing
        if not missing:
            break
    return unknown


def _append_on_commit(made: list[JournalEntry]) -> None:
    if made:
        transaction.on_commit(lambda: append(made))


def append(made: list[JournalEntry]) -> None:
    """Add decisions and have them on disk; a disk that is full must not keep anybody from withdrawing."""
    path = Path(settings.ACCESS_JOURNAL)
    # a line begins with its break: one that a full disk has cut off costs itself alone
    lines = "".join("\n" + json.dumps(asdict(each)) for each in made)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        journal = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.geteuid() == 0:
                # a command that root runs must not lock the service out
                owner = path.parent.stat()
                os.fchown(journal, owner.st_uid, owner.st_gid)
            os.write(journal, lines.encode())
            os.fsync(journal)
        finally:
            os.close(journal)
    except OSError:
        log.exception("The journal of access could not be written.")
