"""Writing a planned import: descriptions in batches, in one transaction, with everything that it is about locked."""

import itertools
from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Substr

from catalog import hooks
from catalog.actions.access import materialise, reclassify
from catalog.actions.imports.fields import (
    BATCH,
    FINISHED,
    IMPORTED,
    day_of,
    finish_fields,
    offered,
)
from catalog.actions.imports.names import link_names
from catalog.actions.imports.plan import Plan
from catalog.actions.locking import lock_fonds
from catalog.finding_aids import Draft, FindingAid
from catalog.models import Event, Record, SearchOutbox
from catalog.people import Person
from catalog.provenance import actor_of, record_event
from catalog.querysets import below
from catalog.search.outbox import tell_worker
from catalog.vocabulary import STRICTNESS, Access, EventKind, Level


@transaction.atomic
def write(aid: FindingAid, *, by: Person, at: datetime, default_access: str = Access.CLOSED) -> Plan:
    """Create and update the records of a finding aid; return the plan that was carried out. Raises ``OtherFonds``."""
    plan = locked_plan(aid, default_access)
    carry_out(plan, by=by, at=at)
    return plan


def locked_plan(aid: FindingAid, default_access: str) -> Plan:
    """What would be done, with everything that it is about locked: nobody closes or moves a record meanwhile."""
    known = Record.objects.filter(source=aid.source).order_by()
    tops = known.annotate(top=Substr("path", 1, Record.steplen)).values("top").distinct()
    lock_fonds(*Record.objects.filter(path__in=tops))
    list(known.select_for_update(of=("self",)).values_list("pk", flat=True))
    return Plan(aid, default_access=default_access)


def carry_out(plan: Plan, *, by: Person, at: datetime) -> None:
    writer = RecordWriter(plan, by=by, at=at)
    writer.update_changed()
    writer.create_new()
    writer.finish()


class RecordWriter:
    """Writes in batches: a finding aid of 12,000 descriptions must not cost 12,000 tree operations."""

    def __init__(self, plan: Plan, *, by: Person, at: datetime) -> None:
        self.plan, self.by, self.at = plan, by, at
        self.records: list[Any] = [plan.known.get(d.source_id) for d in plan.aid.drafts]
        self.touched: list[tuple[Record, Draft]] = []
        self.tightened: list[tuple[Record, Access]] = []
        self.proposed: list[tuple[Record, date | None]] = []

    def update_changed(self) -> None:
        """Take over what the file says; what only the desk writes, and what it opened or closed, stays."""
        for index, state in enumerate(self.plan.states):
            if state == "changed":
                self._update(self.records[index], self.plan.aid.drafts[index])

    def _update(self, record: Record, draft: Draft) -> None:
        mine = self.plan.of_desk(record)
        fields = {
            name: text for name, text in offered(draft).items() if name not in mine and text != getattr(record, name)
        }
        for name, text in fields.items():
            setattr(record, name, text)
        finish_fields(record, draft)
        record.version = F("version") + 1
        record.save(update_fields=[*fields, *FINISHED, "version", "updated_at"])
        _unlink_replaced(record, draft, mine)
        opens_on = day_of(draft.opens_on)
        # an archivist has decided on just these words: they close nothing again
        is_decided = opens_on is not None and record.embargo_until == opens_on
        if not is_decided:
            self._tighten(record, draft)
            self.proposed.append((record, opens_on))
        deed = {"source": self.plan.aid.source, "fields": list(fields)}
        record_event(EventKind.MODIFICATION, record.key, by=self.by, at=self.at, **deed)
        hooks.records_changed([record], at=self.at)
        self.touched.append((record, draft))

    def _tighten(self, record: Record, draft: Draft) -> None:
        if draft.access and STRICTNESS[draft.access] > STRICTNESS[record.access]:
            self.tightened.append((record, Access(draft.access)))

    def create_new(self) -> None:
        """Add what the catalogue does not have, each below its parent, with the level that the plan gives it."""
        steps = self._first_steps()
        fresh: list[Record] = []
        for index, state in enumerate(self.plan.states):
            if state == "new":
                record = self.records[index] = self._new_record(index, steps)
                fresh.append(record)
                self.touched.append((record, self.plan.aid.drafts[index]))
        Record.objects.bulk_create(fresh, batch_size=BATCH)
        self._count_children()
        actor = actor_of(self.by)
        Event.objects.bulk_create(
            (Event(kind=EventKind.CREATION, object_key=record.key, actor=actor, at=self.at) for record in fresh),
            batch_size=BATCH,
        )

    def _new_record(self, index: int, steps: dict[str, "itertools.count"]) -> Record:
        draft = self.plan.aid.drafts[index]
        parent = None if draft.parent is None else self.records[draft.parent]
        path = "" if parent is None else parent.path
        depth = len(path) // Record.steplen + 1
        record = Record(
            source=self.plan.aid.source,
            source_id=draft.source_id,
            level=draft.level,
            access=self.plan.own_access[index],
            proposed_opening=day_of(draft.opens_on),
            depth=depth,
            path=Record._get_path(path, depth, next(steps[path])),
            numchild=0,
            **{name: draft.fields[name] for name in IMPORTED if name in draft.fields},
        )
        finish_fields(record, draft)
        if parent is not None:
            parent.numchild += 1
        return record

    def _first_steps(self) -> dict[str, "itertools.count"]:
        """For each parent's path, the next free step below it."""

        known = {record.path for record in self.plan.known.values()}

        class Steps(dict):
            def __missing__(self, path: str) -> itertools.count:
                if path and path not in known:
                    self[path] = itertools.count(1)
                    return self[path]
                depth = len(path) // Record.steplen + 1
                last = Record.objects.filter(below(path) if path else Q(), depth=depth).order_by("-path").first()
                taken = Record._str2int(last.path[-Record.steplen :]) if last else 0
                self[path] = itertools.count(taken + 1)
                return self[path]

        return Steps()

    def _count_children(self) -> None:
        below = Counter(
            self.records[draft.parent].pk
            for draft, state in zip(self.plan.aid.drafts, self.plan.states, strict=True)
            if state == "new" and draft.parent is not None and self.plan.states[draft.parent] != "new"
        )
        for pk, count in below.items():
            Record.objects.filter(pk=pk).update(numchild=F("numchild") + count)

    def finish(self) -> None:
        """What follows once the rows stand: names, levels, the event, search, hooks, and what the file closes."""
        if not self.touched:
            return
        link_names(self.touched, self.plan)
        root = self.records[0]
        root.refresh_from_db()
        materialise(root)
        deed = {"source": self.plan.aid.source, "counts": dict(self.plan.counts)}
        record_event(EventKind.IMPORT, root.key, by=self.by, at=self.at, **deed)
        # one row for each that was written: a row for the whole fonds would hide it until the worker is through
        SearchOutbox.objects.bulk_create(
            (SearchOutbox(key=record.key) for record, _draft in self.touched), batch_size=BATCH
        )
        for record in (root, *(record for record, _draft in self.touched)):
            if record.level not in (Level.FILE, Level.ITEM):
                hooks.records_changed([record], at=self.at)
        tell_worker()
        self._close_and_propose()

    def _close_and_propose(self) -> None:
        for record, to in self.tightened:
            # a file may close what the desk had opened, never the reverse
            reason, until = record.access_reason, record.embargo_until
            reclassify(record, to=to, reason=reason, embargo_until=until, by=self.by, at=self.at)
        for record, day in self.proposed:
            # to somebody who decides; of what is open nothing is proposed, and an old proposal goes with its words
            closed = Record.objects.filter(pk=record.pk, access=Access.CLOSED)
            closed.update(proposed_opening=day)


def _unlink_replaced(record: Record, draft: Draft, mine: set[str]) -> None:
    """Take away the names that the file brings anew; ``mine`` are the fields that the desk has written."""
    if draft.agents:
        record.agent_links.all().delete()
    if draft.subjects and "tags" not in mine:
        record.tags.clear()
    if draft.places and "places" not in mine:
        record.places.clear()
