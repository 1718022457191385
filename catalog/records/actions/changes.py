"""The one verb for a change of records: nothing else writes their rows, and whatever must follow follows here.

A deed locks what it is about (``locking``), says with a ``Change`` for each record what has come to be, and hands them
all to ``carry_out``. One record is a set of one; a hundred thousand are written in batches.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Flag, auto
from typing import Any

from django.db.models import F, Max, OuterRef
from django.db.models.functions import Substr
from django.utils import timezone

from catalog import hooks, rule
from catalog.batches import batches
from catalog.events.log import event_of, record_events
from catalog.events.models import Event
from catalog.hooks import topmost
from catalog.people import Person
from catalog.records import journal
from catalog.records.actions.locking import lock_fonds
from catalog.records.models import AccessGrant, Record, SearchOutbox
from catalog.vocabulary import EventKind

BATCH = 500


# subtrees in one statement: each is a range in its condition
BRANCHES = 200


COUNTED = ("version", "epoch", "effective_access", "effective_embargo", "preview_open", "updated_at")


class Effect(Flag):
    """What a change means to those who look at a record."""

    NONE = 0  # an event, and no more
    READS = auto()  # its description, its pages or their words are others
    GUARDS = auto()  # another title stands in for its own: no search may find the old words until the index is told
    PASSES = auto()  # somebody may see less than before of it and of what lies below
    ACCESS = auto()  # who may see it, and what lies below, is decided anew


# these write the whole subtree: whoever asks for them has locked the fonds before any row of it
WHOLE_SUBTREE = Effect.PASSES | Effect.ACCESS


def effect_of_describing(fields: Iterable[str]) -> Effect:
    """What it means that these fields of a description are others."""
    return Effect.READS | Effect.GUARDS if "public_title" in fields else Effect.READS


@dataclass(frozen=True)
class Change:
    """What one record has come to: an event with its detail, columns to write, and what follows from it.

    ``below`` are columns of the whole subtree. The record is as it was locked; ``carry_out`` sets the columns on it.
    """

    record: Record
    kind: EventKind
    detail: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    below: dict[str, Any] = field(default_factory=dict)
    effect: Effect = Effect.NONE


def carry_out(changes: Sequence[Change], *, by: Person | None, at: datetime) -> None:
    """Write changes and tell everybody who must follow; called inside the transaction that holds the locks.

    In this order: named columns; what subtrees inherit; versions and epochs; grants that end; events, the journal of
    access and the search outbox; hooks. The number of queries grows by the batch (of records, grants and events) and
    not with depth or width; ``below`` costs one for each change that has it.
    """
    # held already by whoever keeps the order; without it a subtree that somebody is closing would be opened again
    lock_fonds(*(change.record for change in changes if change.effect & WHOLE_SUBTREE))
    _write_columns(changes)
    decided = topmost(change.record for change in changes if Effect.ACCESS in change.effect)
    voided = topmost(change.record for change in changes if change.effect & WHOLE_SUBTREE)
    for roots in batches(decided, BRANCHES):
        _inherit(roots)
    for roots in batches(_without(voided, decided), BRANCHES):
        Record.objects.under(*roots).order_by().update(epoch=F("epoch") + 1)
    _read_again([change.record for change in changes if change.columns or change.effect])
    ended = [event for roots in batches(decided, BRANCHES) for event in _end_grants(roots, by=by, at=at)]
    events = [event_of(change.kind, change.record.key, by=by, at=at, **change.detail) for change in changes]
    record_events([*events, *ended])
    noted = (change for change in changes if change.effect & (Effect.ACCESS | Effect.GUARDS))
    journal.note_access(((change.record, change.kind) for change in noted), at=at)
    journal.note_ended_grants([event for event in (*events, *ended) if event.kind == EventKind.REVOCATION])
    _tell(changes, decided, voided, by=by, at=at)


def add_below(parent: Record | None, record: Record) -> Record:
    """Put a new record into the tree, below a parent that is locked or as a fonds; ``carry_out`` tells of it."""
    inherit_from(parent, record)
    return parent.add_child(instance=record) if parent else Record.add_root(instance=record)


def add_rows(records: Sequence[Record]) -> None:
    """Write many new records that know their place in the tree and what they inherit; parents before children."""
    Record.objects.bulk_create(records, batch_size=BATCH)


def count_children(new: dict[int, int]) -> None:
    """Tell parents, by their primary key, how many children more they have."""
    by_number = defaultdict(list)
    for pk, number in new.items():
        by_number[number].append(pk)
    for number, pks in by_number.items():
        for batch in batches(pks, BATCH):
            Record.objects.filter(pk__in=batch).order_by().update(numchild=F("numchild") + number)


def move_below(parent: Record, record: Record) -> Record:
    """Hang a branch below another parent; both are locked. Return it as it stands there."""
    record.move(parent, pos="last-child")
    return Record.objects.get(pk=record.pk)


def inherit_from(parent: Record | None, record: Record) -> None:
    """Set what counts for a record that is not written yet."""
    record.effective_access, record.effective_embargo = rule.inherited(record, parent)


def _inherit(roots: Sequence[Record]) -> None:
    """Rewrite the effective access and embargo of subtrees in one statement.

    The stricter of a record's own level and all its ancestors' counts, and the latest embargo date of them. Runs in
    the database, so that a fonds of 300,000 files costs one query.
    """
    rows = Record.objects.under(*roots).order_by()
    depth = rows.aggregate(deepest=Max("depth"))["deepest"]
    lines = [Substr(OuterRef("path"), 1, Record.steplen * k) for k in range(1, depth + 1)]
    line = Record.objects.order_by().filter(path__in=lines)
    rows.update(
        **rule.inherited_from(line),
        version=F("version") + 1,
        epoch=F("epoch") + 1,
    )


def _write_columns(changes: Sequence[Change]) -> None:
    """Write what changes name and nothing else of a row; raise the version of every row that reads differently."""
    various: dict[frozenset[str], list[Change]] = defaultdict(list)
    for change in changes:
        if change.columns:
            various[frozenset(change.columns)].append(change)
    for group in various.values():
        _write_same_columns(group)
    raised = [change.record.pk for change in changes if change.columns or Effect.READS in change.effect]
    for pks in batches(raised, BATCH):
        Record.objects.filter(pk__in=pks).order_by().update(version=F("version") + 1, updated_at=timezone.now())
    for change in changes:
        if change.below:
            Record.objects.under(change.record).order_by().update(**change.below)


def _write_same_columns(group: list[Change]) -> None:
    first = group[0].columns
    if all(change.columns == first for change in group):
        for batch in batches(group, BATCH):
            pks = [change.record.pk for change in batch]
            Record.objects.filter(pk__in=pks).order_by().update(**first)
    for change in group:
        for name, value in change.columns.items():
            setattr(change.record, name, value)
    if any(change.columns != first for change in group):
        Record.objects.bulk_update([change.record for change in group], list(first), batch_size=BATCH)


def _end_grants(roots: Sequence[Record], *, by: Person | None, at: datetime) -> list[Event]:
    """End every grant in subtrees whose record is closed or held; return the events, which are not written.

    A grant that has not begun ends like one that runs: it was given for a record that was not closed then.
    """
    standing = AccessGrant.objects.standing(at).under(*roots)
    ended = standing.filter(rule.hidden(timezone.localdate(at), "record__"))
    rows = list(ended.select_for_update(of=("self",)).values_list("pk", "record__key"))
    ended.update(revoked_at=at)
    return [event_of(EventKind.REVOCATION, key, by=by, at=at, grant=pk) for pk, key in rows]


def _tell(
    changes: Sequence[Change], decided: list[Record], voided: list[Record], *, by: Person | None, at: datetime
) -> None:
    reading = _once(change.record for change in changes if Effect.READS in change.effect)
    guarded = _once(change.record for change in changes if Effect.GUARDS in change.effect)
    hidden = topmost([*decided, *guarded])
    rows = [SearchOutbox(key=record.key, subtree=True) for record in hidden]
    rows += [SearchOutbox(key=record.key) for record in _without(reading, hidden)]
    SearchOutbox.objects.bulk_create(rows, batch_size=BATCH)
    hooks.void_passes(voided)
    hooks.access_changed(decided, by=by, at=at)
    hooks.records_changed(reading, at=at)
    if rows:
        hooks.outbox_filled()
    for day, records in _ends_of_embargoes(decided, timezone.localdate(at)).items():
        hooks.opening_planned(day, [record.key for record in topmost(records)])


def _ends_of_embargoes(roots: Sequence[Record], today: date) -> dict[date, list[Record]]:
    """The days to come on which something in subtrees opens, each with its records: those with an embargo of their own.

    Also of what lies below and was not changed itself: it may have been held longer by what stands above.
    """
    ends: dict[date, list[Record]] = defaultdict(list)
    for batch in batches(roots, BRANCHES):
        held = Record.objects.under(*batch).filter(embargo_until__isnull=False, effective_embargo__gt=today)
        for record in (*held.only("key", "path", "effective_embargo"), *batch):
            if record.effective_embargo and record.effective_embargo > today:
                ends[record.effective_embargo].append(record)
    return ends


def _read_again(records: Sequence[Record]) -> None:
    """Set on records what has been counted or inherited in the database."""
    by_pk = {record.pk: record for record in records}
    for pks in batches(list(by_pk), BATCH):
        for row in Record.objects.filter(pk__in=pks).order_by().values("pk", *COUNTED):
            for name in COUNTED:
                setattr(by_pk[row["pk"]], name, row[name])


def _once(records: Iterable[Record]) -> list[Record]:
    return list({record.pk: record for record in records}.values())


def _without(records: list[Record], roots: list[Record]) -> list[Record]:
    """Records that are none of the roots and lie below none of them."""
    paths = {root.path for root in roots}
    return [record for record in records if paths.isdisjoint(record.ancestor_paths)]
