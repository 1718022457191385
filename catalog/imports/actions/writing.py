"""Writing a planned import: descriptions in batches, in one transaction, with everything that it is about locked."""

import itertools
from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Substr
from taggit.models import TaggedItem

from catalog.batches import batches
from catalog.finding_aids import Draft, FindingAid
from catalog.imports.actions.fields import BATCH, FINISHED, IMPORTED, day_of, finish_fields, offered
from catalog.imports.actions.names import link_names
from catalog.imports.actions.plan import Plan
from catalog.people import Person
from catalog.records.actions.access import Classification, change_of
from catalog.records.actions.changes import (
    Change,
    Effect,
    add_rows,
    carry_out,
    count_children,
    effect_of_describing,
    inherit_from,
)
from catalog.records.actions.locking import lock_fonds
from catalog.records.models import Record, RecordAgent
from catalog.records.querysets import below
from catalog.vocabulary import Access, EventKind, strictness

Described = list[tuple[Record, Draft]]


@transaction.atomic
def write(aid: FindingAid, *, by: Person | None, at: datetime, default_access: str = Access.CLOSED) -> Plan:
    """Create and update the records of a finding aid; return the plan that was carried out. Raises ``OtherFonds``."""
    plan = locked_plan(aid, default_access)
    write_plan(plan, by=by, at=at)
    return plan


def locked_plan(aid: FindingAid, default_access: str) -> Plan:
    """What would be done, with everything that it is about locked: nobody closes or moves a record meanwhile."""
    known = Record.objects.filter(source=aid.source).order_by()
    tops = known.annotate(top=Substr("path", 1, Record.steplen)).values("top").distinct()
    lock_fonds(*Record.objects.filter(path__in=tops))
    list(known.select_for_update(of=("self",)).values_list("pk", flat=True))
    return Plan(aid, default_access=default_access)


def write_plan(plan: Plan, *, by: Person | None, at: datetime) -> None:
    """Write what is new and what is changed; called inside the transaction that holds the locks.

    A finding aid of 12,000 descriptions must not cost 12,000 tree operations: rows and names are written in batches,
    and everybody is told of all of them at once.
    """
    records = _NewRecords(plan).add()
    new, changed = _in_state("new", records, plan), _in_state("changed", records, plan)
    if not new and not changed:
        return
    _unlink_replaced(changed, plan)
    link_names([*changed, *new], plan)
    deed = {"source": plan.aid.source, "counts": dict(plan.counts)}
    changes = [change for record, draft in changed for change in _changes_of(record, draft, plan)]
    changes += [Change(record, EventKind.CREATION, effect=Effect.READS) for record, _draft in new]
    carry_out([*changes, Change(records[0], EventKind.IMPORT, deed)], by=by, at=at)


def _in_state(state: str, records: list[Any], plan: Plan) -> Described:
    rows = zip(records, plan.aid.drafts, plan.states, strict=True)
    return [(record, draft) for record, draft, is_in in rows if is_in == state]


def _changes_of(record: Record, draft: Draft, plan: Plan) -> list[Change]:
    """Take over what the file says; what only the desk writes, and what it opened or closed, stays."""
    mine = plan.of_desk(record)
    fields = {name: text for name, text in offered(draft).items() if name not in mine and text != getattr(record, name)}
    for name, text in fields.items():
        setattr(record, name, text)
    finish_fields(record, draft)
    columns = {name: getattr(record, name) for name in (*fields, *FINISHED)}
    closing = [] if _is_decided(record, draft) else _closing(record, draft)
    if not closing and not _is_decided(record, draft) and record.access == Access.CLOSED:
        # to somebody who decides; an old proposal goes with its words
        columns["proposed_opening"] = day_of(draft.opens_on)
    detail = {"source": plan.aid.source, "fields": list(fields)}
    change = Change(record, EventKind.MODIFICATION, detail, columns, effect=effect_of_describing(fields))
    return [change, *closing]


def _is_decided(record: Record, draft: Draft) -> bool:
    """Whether an archivist has decided on just these words: they close nothing again."""
    return bool(draft.opens_on) and record.embargo_until == day_of(draft.opens_on)


def _closing(record: Record, draft: Draft) -> list[Change]:
    """What a file closes, never opens; of what is closed then it may propose a day."""
    if not draft.access or strictness(draft.access) <= strictness(record.access):
        return []
    decision = Classification(record, Access(draft.access), record.access_reason, record.embargo_until)
    proposed = day_of(draft.opens_on) if decision.to == Access.CLOSED else None
    return [change_of(record, decision, proposed_opening=proposed)]


class _NewRecords:
    """Adds what the catalogue does not have, each below its parent, with the level that the plan gives it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.records: list[Any] = [plan.known.get(draft.source_id) for draft in plan.aid.drafts]

    def add(self) -> list[Any]:
        """Write the new rows; return the record of every draft, those that were there before too."""
        steps = self._first_steps()
        fresh: list[Record] = []
        for index, state in enumerate(self.plan.states):
            if state == "new":
                self.records[index] = self._new_record(index, steps)
                fresh.append(self.records[index])
        add_rows(fresh)
        self._count_children()
        return self.records

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
        inherit_from(parent, record)
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
        """Tell parents that were there before; new ones were written with their number."""
        drafts = zip(self.plan.aid.drafts, self.plan.states, strict=True)
        parents = [draft.parent for draft, state in drafts if state == "new" and draft.parent is not None]
        count_children(Counter(self.records[each].pk for each in parents if self.plan.states[each] != "new"))


def _unlink_replaced(changed: Described, plan: Plan) -> None:
    """Take away the names that the file brings anew; what the desk has written stays."""
    of_desk = {record.pk: plan.of_desk(record) for record, _draft in changed}
    agents = [record.pk for record, draft in changed if draft.agents]
    tags = [record.pk for record, draft in changed if draft.subjects and "tags" not in of_desk[record.pk]]
    places = [record.pk for record, draft in changed if draft.places and "places" not in of_desk[record.pk]]
    for pks in batches(agents, BATCH):
        RecordAgent.objects.filter(record_id__in=pks).delete()
    for pks in batches(tags, BATCH):
        TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(Record), object_id__in=pks).delete()
    for pks in batches(places, BATCH):
        Record.places.through.objects.filter(record_id__in=pks).delete()
