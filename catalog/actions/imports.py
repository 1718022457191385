"""Importing finding aids: read, preview, write. The same file again changes nothing; an edited copy updates."""

import hashlib
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_noop
from taggit.models import Tag, TaggedItem

from catalog import dates, faces, finding_aids
from catalog.actions.access import materialise, reclassify
from catalog.actions.locking import lock_fonds
from catalog.finding_aids import UNNAMED, Draft, FindingAid
from catalog.models import Agent, Event, ImportRun, Place, Record, RecordAgent, SearchOutbox
from catalog.people import Person
from catalog.provenance import actor_of, record_event
from catalog.querysets import below
from catalog.search.outbox import tell_worker
from catalog.vocabulary import STRICTNESS, Access, EventKind, ImportState, Level
from catalog.words import Said

BATCH = 500
REPORTED = 2000
SECRETS = gettext_noop(
    "{count} descriptions (lines {rows}) are marked as state secrets. The file was not kept. "
    "Remove them and import it again."
)


def read_file(path: Path) -> FindingAid:
    """Read a finding aid within the size that the installation allows.

    Raises ``finding_aids.NotAFindingAid`` and ``finding_aids.SecretRows``.
    """
    return finding_aids.read(path, max_bytes=settings.FINDING_AID_MAX_BYTES)


def preview(run: ImportRun, *, at: datetime) -> ImportRun:
    """Read the run's file and say what it would do, row by row, without writing any record."""
    path = Path(run.file.path)
    aid = _read_or_refuse(run, path, at=at)
    if aid is None:
        return run
    try:
        plan = Plan(aid, default_access=run.default_access)
    except OtherFonds as wrong:
        return _refuse(run, wrong.template, wrong.values, at=at)
    run.sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    _show(run, plan)
    run.save()
    return run


def _read_or_refuse(run: ImportRun, path: Path, *, at: datetime) -> FindingAid | None:
    """The run's finding aid, or nothing where the run is refused with its reason."""
    try:
        return read_file(path)
    except finding_aids.NotAFindingAid as wrong:
        _refuse(run, wrong.template, wrong.values, at=at)
    except finding_aids.SecretRows as secret:
        # by law not even a title of a state secret may stay on a networked machine: the file goes at once
        run.file.delete(save=False)
        rows = ", ".join(str(line) for line in secret.lines[:50])
        _refuse(run, SECRETS, {"count": len(secret.lines), "rows": rows}, at=at)
    return None


def _show(run: ImportRun, plan: "Plan") -> None:
    """Put on the run what the plan would do, for a person to read and to confirm."""
    aid = plan.aid
    run.format, run.title, run.state = aid.format, aid.title, ImportState.PREVIEWED
    run.verdicts, run.kept = plan.verdicts()[:REPORTED], plan.kept_rows()[:REPORTED]
    run.not_understood = grouped_unknowns(aid)
    run.closing = plan.closing_rows()[:REPORTED]
    run.plan_digest = plan.digest
    _count(run, plan)


def _refuse(run: ImportRun, reason: str, values: dict, *, at: datetime) -> ImportRun:
    run.state, run.ended_at = ImportState.REFUSED, at
    run.problem = {"reason": reason, "values": values}
    run.save()
    return run


def _count(run: ImportRun, plan: "Plan") -> None:
    counts = plan.counts
    run.created, run.changed, run.unchanged = counts["new"], counts["changed"], counts["unchanged"]
    run.refused, run.becomes_public = len(plan.aid.refusals), plan.becomes_public


def grouped_unknowns(aid: FindingAid) -> list[dict]:
    """What was not understood, one row an element name: how often, the first lines, an example."""
    groups: dict[str, list] = defaultdict(list)
    for unknown in aid.not_understood:
        groups[unknown.element].append(unknown)
    return [
        {
            "element": element,
            "count": len(found),
            "lines": [u.line for u in found[:10]],
            "text": found[0].text,
        }
        for element, found in groups.items()
    ]


class OtherFonds(Said):
    """The file carries the identifier of another finding aid; writing it would overwrite that one."""


OTHER_FONDS = gettext_noop(
    "A finding aid with the identifier {source} is in the catalogue already: {here}. This file describes {file}. "
    "Nothing was written. Give the file an identifier of its own; if it is the same fonds, give both the same "
    "reference code first."
)


@dataclass(frozen=True)
class Kept:
    """A field that the desk has written since the last import: what stands here, and what the file says."""

    field: str
    here: str
    file: str


class Plan:
    """The difference between a finding aid and the catalogue. Raises ``OtherFonds``."""

    def __init__(self, aid: FindingAid, *, default_access: str = Access.CLOSED) -> None:
        self.aid = aid
        self.default_access = default_access
        self.known: dict[str, Record] = {
            record.source_id: record for record in Record.objects.filter(source=aid.source)
        }
        self.written_here = _fields_of_the_desk(record.key for record in self.known.values())
        self._check_is_same_fonds()
        self.states = [self._state(draft) for draft in aid.drafts]
        self.counts = Counter(self.states)
        self.closed_codes = self._closed_codes()
        self.own_access = [self._own_access(index) for index in range(len(aid.drafts))]
        self.kept = [self._kept(draft) for draft in aid.drafts]

    def _closed_codes(self) -> set[str]:
        """Codes of new descriptions that somebody has closed here under another source: no file brings them back."""
        codes = [
            code
            for draft, state in zip(self.aid.drafts, self.states, strict=True)
            if state == "new" and (code := draft.fields.get("reference_code"))
        ]
        found: set[str] = set()
        for batch in _batches(codes):
            closed = Record.objects.filter(reference_code__in=batch, effective_access=Access.CLOSED)
            closed = closed.exclude(source=self.aid.source)
            found.update(closed.order_by().values_list("reference_code", flat=True))
        return found

    def closing_rows(self) -> list[dict]:
        """What keeps new descriptions closed: words of the file, and codes that are closed here."""
        rows = [{**asdict(each), "is_code": False} for each in self.aid.closing]
        rows += [
            {"line": draft.line, "words": code, "opens_on": "", "is_code": True}
            for draft, state in zip(self.aid.drafts, self.states, strict=True)
            if state == "new" and (code := draft.fields.get("reference_code")) in self.closed_codes
        ]
        return sorted(rows, key=lambda row: row["line"])

    def _check_is_same_fonds(self) -> None:
        """The top of the file must be the top of what is known under its identifier."""
        if not self.known or not self.aid.drafts:
            return
        top, draft = min(self.known.values(), key=lambda record: record.path), self.aid.drafts[0]
        record = self.known.get(draft.source_id, top)
        if not self._is_same(record, draft):
            raise OtherFonds(
                OTHER_FONDS, source=self.aid.source, here=str(record), file=_name(draft)
            )
        # an identifier within the file may change, or come to be written; the fonds is the same
        self.known.setdefault(draft.source_id, record)

    def _is_same(self, record: Record, draft: Draft) -> bool:
        """By code where both have one, else by title; by identifier where the desk has renamed what would tell."""
        code, mine = draft.fields.get("reference_code", ""), self.of_desk(record)
        if code and record.reference_code and "reference_code" not in mine:
            return code == record.reference_code
        if draft.fields["title"] == record.title:
            return True
        is_renamed_here = bool(mine & {"title", "reference_code"})
        return is_renamed_here and record.source_id == draft.source_id != UNNAMED

    def of_desk(self, record: Record) -> set[str]:
        """Fields of a record that the desk wrote last: a file that says otherwise does not overwrite them."""
        return self.written_here.get(record.key, set())

    def _state(self, draft: Draft) -> str:
        record = self.known.get(draft.source_id)
        if record is None:
            return "new"
        return "unchanged" if record.source_digest == draft.digest else "changed"

    def _own_access(self, index: int) -> str:
        """The level a new record starts with: its label; else closed where the new branch begins, free below."""
        draft = self.aid.drafts[index]
        if draft.fields.get("reference_code") in self.closed_codes:
            return Access.CLOSED
        if draft.access:
            return draft.access
        parent_is_new = draft.parent is not None and self.states[draft.parent] == "new"
        return Access.OPEN if parent_is_new else self.default_access

    def _kept(self, draft: Draft) -> tuple[Kept, ...]:
        record = self.known.get(draft.source_id)
        if record is None:
            return ()
        mine, is_changed = self.of_desk(record), record.source_digest != draft.digest
        return tuple(
            Kept(name, str(getattr(record, name)), said)
            for name, said in _offered(draft).items()
            # a file that has always been silent about a field says nothing against it
            if name in mine and said != getattr(record, name) and (said or is_changed)
        )

    @property
    def effective(self) -> list[str]:
        """The level that counts for each description once it is written."""
        levels: list[str] = []
        for index, draft in enumerate(self.aid.drafts):
            record = self.known.get(draft.source_id)
            above = Access.OPEN if draft.parent is None else levels[draft.parent]
            own = record.effective_access if record else self.own_access[index]
            levels.append(own if record else max(above, own, key=lambda level: STRICTNESS[level]))
        return levels

    @property
    def becomes_public(self) -> int:
        """How many new descriptions everyone could see once written."""
        return sum(
            state == "new" and level != Access.CLOSED
            for state, level in zip(self.states, self.effective, strict=True)
        )

    @property
    def digest(self) -> str:
        """SHA-256 of what would be written, and of what stands in the catalogue where that is overwritten or kept."""
        rows = [
            (
                draft.digest,
                state,
                level,
                [asdict(each) for each in kept],
                self._stands(draft, state),
            )
            for draft, state, level, kept in zip(
                self.aid.drafts, self.states, self.effective, self.kept, strict=True
            )
        ]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()

    def _stands(self, draft: Draft, state: str) -> list[str]:
        record = self.known.get(draft.source_id)
        if record is None or state != "changed":
            return []
        return [str(getattr(record, name)) for name in (*_KEPT, "access")]

    def verdicts(self) -> list[dict]:
        rows = [
            {
                "line": d.line,
                "code": d.fields.get("reference_code", ""),
                "title": d.fields["title"][:200],
                "level": d.level,
                "verdict": state,
                "reason": "",
            }
            for d, state in zip(self.aid.drafts, self.states, strict=True)
        ]
        rows += [
            {
                "line": r.line,
                "code": r.code,
                "title": r.title[:200],
                "level": "",
                "verdict": "refused",
                "reason": r.reason,
                "values": r.values,
            }
            for r in self.aid.refusals
        ]
        # what needs a person's eye first
        rank = {"refused": 0, "changed": 1, "new": 2, "unchanged": 3}
        return sorted(rows, key=lambda row: (rank[row["verdict"]], row["line"]))

    def kept_rows(self) -> list[dict]:
        """What the desk has written and the file says otherwise, row by row."""
        return [
            {"line": draft.line, "code": draft.fields.get("reference_code", ""), **asdict(each)}
            for draft, kept in zip(self.aid.drafts, self.kept, strict=True)
            for each in kept
        ]


def _offered(draft: Draft) -> dict[str, str]:
    """What a file would have a record say: its fields, those that it leaves empty too, but for the desk's own."""
    return {
        name: draft.fields.get(name, "")
        for name in _KEPT
        if name not in _DESK_ONLY or name in draft.fields
    }


def _name(draft: Draft) -> str:
    return f"{draft.fields.get('reference_code', '')} {draft.fields['title']}".strip()


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def _fields_of_the_desk(keys: Iterable[str]) -> dict[str, set[str]]:
    """By key of a record the fields that a person wrote last: the event log tells, in the order of the deeds."""
    found: dict[str, set[str]] = defaultdict(set)
    for batch in _batches(keys):
        events = Event.objects.filter(object_key__in=batch, kind=EventKind.MODIFICATION)
        for key, detail in events.order_by("id").values_list("object_key", "detail"):
            if "source" in detail:
                found[key] -= set(detail.get("fields", _KEPT))
            else:
                found[key] |= set(detail.get("fields", ()))
    for fields in found.values():
        if fields & _DATE:  # a date is one thing, as written and as it is sorted by
            fields |= _DATE
    return found


CHANGED_MEANWHILE = gettext_noop(
    "The catalogue has changed since this preview: {created_before} new, {changed_before} changed and "
    "{public_before} public then; {created} new, {changed} changed and {public} public now. Nothing was written. "
    "The preview below is new: look at it and confirm again."
)
OTHER_FILE = gettext_noop(
    "The file is not the one that was previewed. Nothing was written; import it again."
)


def confirm(run: ImportRun, *, by: Person, at: datetime) -> ImportRun:
    """Write what the preview said: all of it or nothing. The file is read before the database is locked.

    Where the catalogue has changed so that something else would be written, nothing is: the run shows what would be
    done now, says what changed, and waits to be confirmed again.
    """
    path = Path(run.file.path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != run.sha256:
        return _refuse(run, OTHER_FILE, {}, at=at)
    aid = _read_or_refuse(run, path, at=at)
    if aid is None:
        return run
    try:
        with transaction.atomic():
            _confirm(run, aid, by=by, at=at)
    except OtherFonds as wrong:
        return _refuse(run, wrong.template, wrong.values, at=at)
    return run


def _confirm(run: ImportRun, aid: FindingAid, *, by: Person, at: datetime) -> None:
    plan = _locked_plan(aid, run.default_access)
    if plan.digest != run.plan_digest:
        before = {f"{name}_before": figure for name, figure in _figures(run).items()}
        _show(run, plan)
        run.problem = {"reason": CHANGED_MEANWHILE, "values": {**before, **_figures(run)}}
        run.save()
        return
    _carry_out(plan, by=by, at=at)
    _count(run, plan)
    top = Record.objects.filter(source=aid.source).order_by("path").first()
    run.root_key = top.key if top else ""
    run.state, run.ended_at, run.problem = ImportState.DONE, at, {}
    run.save()


def _figures(run: ImportRun) -> dict[str, int]:
    return {"created": run.created, "changed": run.changed, "public": run.becomes_public}


@transaction.atomic
def write(
    aid: FindingAid, *, by: Person, at: datetime, default_access: str = Access.CLOSED
) -> Plan:
    """Create and update the records of a finding aid; return the plan that was carried out. Raises ``OtherFonds``."""
    plan = _locked_plan(aid, default_access)
    _carry_out(plan, by=by, at=at)
    return plan


def _locked_plan(aid: FindingAid, default_access: str) -> Plan:
    """What would be done, with everything that it is about locked: nobody closes or moves a record meanwhile."""
    known = Record.objects.filter(source=aid.source).order_by()
    tops = known.annotate(top=Substr("path", 1, Record.steplen)).values("top").distinct()
    lock_fonds(*Record.objects.filter(path__in=tops))
    list(known.select_for_update(of=("self",)).values_list("pk", flat=True))
    return Plan(aid, default_access=default_access)


def _carry_out(plan: Plan, *, by: Person, at: datetime) -> None:
    writer = _Writer(plan, by=by, at=at)
    writer.update_changed()
    writer.create_new()
    writer.finish()


class _Writer:
    """Writes in batches: a finding aid of 12,000 descriptions must not cost 12,000 tree operations."""

    def __init__(self, plan: Plan, *, by: Person, at: datetime) -> None:
        self.plan, self.by, self.at = plan, by, at
        self.records: list[Any] = [plan.known.get(d.source_id) for d in plan.aid.drafts]
        self.touched: list[tuple[Record, Draft]] = []
        self.tightened: list[tuple[Record, Access]] = []
        self.proposed: list[tuple[Record, date | None]] = []
        self.agents: dict[tuple[str, str], Agent] = {}
        self.places: dict[str, Place] = {}

    def update_changed(self) -> None:
        """Take over what the file says; what only the desk writes, and what it opened or closed, stays."""
        for index, state in enumerate(self.plan.states):
            if state != "changed":
                continue
            draft, record = self.plan.aid.drafts[index], self.records[index]
            mine = self.plan.of_desk(record)
            said = {
                name: text
                for name, text in _offered(draft).items()
                if name not in mine and text != getattr(record, name)
            }
            for name, text in said.items():
                setattr(record, name, text)
            _finish_fields(record, draft)
            record.version = F("version") + 1
            dated = (
                "date_from",
                "date_to",
                "date_certainty",
                "source_digest",
                "version",
                "updated_at",
            )
            record.save(update_fields=[*said, *dated, "date_edtf"])
            if draft.agents:
                record.agent_links.all().delete()
            if draft.subjects and "tags" not in mine:
                record.tags.clear()
            if draft.places and "places" not in mine:
                record.places.clear()
            opens_on = _day(draft.opens_on)
            # an archivist has decided on just these words: they close nothing again
            is_decided = opens_on is not None and record.embargo_until == opens_on
            if not is_decided:
                self._tighten(record, draft)
                self.proposed.append((record, opens_on))
            record_event(
                EventKind.MODIFICATION,
                record.key,
                by=self.by,
                at=self.at,
                source=self.plan.aid.source,
                fields=list(said),
            )
            faces.tell_change(record, at=self.at)
            self.touched.append((record, draft))

    def _tighten(self, record: Record, draft: Draft) -> None:
        if draft.access and STRICTNESS[draft.access] > STRICTNESS[record.access]:
            self.tightened.append((record, Access(draft.access)))

    def create_new(self) -> None:
        steps = self._first_steps()
        fresh: list[Record] = []
        for index, draft in enumerate(self.plan.aid.drafts):
            if self.plan.states[index] != "new":
                continue
            parent = None if draft.parent is None else self.records[draft.parent]
            path = "" if parent is None else parent.path
            record = Record(
                source=self.plan.aid.source,
                source_id=draft.source_id,
                level=draft.level,
                access=self.plan.own_access[index],
                proposed_opening=_day(draft.opens_on),
                depth=len(path) // Record.steplen + 1,
                path=Record._get_path(path, len(path) // Record.steplen + 1, next(steps[path])),
                numchild=0,
                **{name: draft.fields[name] for name in _KEPT if name in draft.fields},
            )
            _finish_fields(record, draft)
            if parent is not None:
                parent.numchild += 1
            self.records[index] = record
            fresh.append(record)
            self.touched.append((record, draft))
        Record.objects.bulk_create(fresh, batch_size=BATCH)
        self._count_children()
        Event.objects.bulk_create(
            (
                Event(
                    kind=EventKind.CREATION, object_key=r.key, actor=actor_of(self.by), at=self.at
                )
                for r in fresh
            ),
            batch_size=BATCH,
        )

    def _first_steps(self) -> dict[str, "itertools.count"]:
        """For each parent's path, the next free step below it."""

        known = {record.path for record in self.plan.known.values()}

        class Steps(dict):
            def __missing__(self, path: str) -> itertools.count:
                if path and path not in known:
                    self[path] = itertools.count(1)
                    return self[path]
                depth = len(path) // Record.steplen + 1
                last = (
                    Record.objects.filter(below(path) if path else Q(), depth=depth)
                    .order_by("-path")
                    .first()
                )
                taken = Record._str2int(last.path[-Record.steplen :]) if last else 0
                self[path] = itertools.count(taken + 1)
                return self[path]

        return Steps()

    def _count_children(self) -> None:
        below = Counter(
            self.records[draft.parent].pk
            for draft, state in zip(self.plan.aid.drafts, self.plan.states, strict=True)
            if state == "new"
            and draft.parent is not None
            and self.plan.states[draft.parent] != "new"
        )
        for pk, count in below.items():
            Record.objects.filter(pk=pk).update(numchild=F("numchild") + count)

    def finish(self) -> None:
        if not self.touched:
            return
        self._link_names()
        root = self.records[0]
        root.refresh_from_db()
        materialise(root)
        record_event(
            EventKind.IMPORT,
            root.key,
            by=self.by,
            at=self.at,
            source=self.plan.aid.source,
            counts=dict(self.plan.counts),
        )
        # one row for each that was written: a row for the whole fonds would hide it until the worker is through
        SearchOutbox.objects.bulk_create(
            (SearchOutbox(key=record.key) for record, _draft in self.touched), batch_size=BATCH
        )
        for record in (root, *(made for made, _draft in self.touched)):
            if record.level not in (Level.FILE, Level.ITEM):
                faces.tell_change(record, at=self.at)
        tell_worker()
        for record, to in self.tightened:
            # a file may close what the desk had opened, never the reverse
            reclassify(
                record,
                to=to,
                reason=record.access_reason,
                embargo_until=record.embargo_until,
                by=self.by,
                at=self.at,
            )
        for record, day in self.proposed:
            # to somebody who decides; of what is open nothing is proposed, and an old proposal goes with its words
            closed = Record.objects.filter(pk=record.pk, access=Access.CLOSED)
            closed.update(proposed_opening=day)

    def _link_names(self) -> None:
        agents, places, tags = [], [], []
        for record, draft in self.touched:
            agents += [
                RecordAgent(
                    record=record, agent=self._agent(named.kind, named.name), role=named.role
                )
                for named in draft.agents
            ]
            mine = self.plan.of_desk(record)
            if "places" not in mine:
                places += [
                    Record.places.through(record_id=record.pk, place_id=self._place(name).pk)
                    for name in draft.places
                ]
            if "tags" not in mine:
                tags += [(record.pk, subject) for subject in draft.subjects if subject]
        RecordAgent.objects.bulk_create(agents, batch_size=BATCH, ignore_conflicts=True)
        Record.places.through.objects.bulk_create(places, batch_size=BATCH, ignore_conflicts=True)
        self._tag(tags)

    def _agent(self, kind: str, name: str) -> Agent:
        if (kind, name) not in self.agents:
            found = Agent.objects.filter(name=name, kind=kind).first()
            self.agents[kind, name] = found or Agent.objects.create(name=name, kind=kind)
        return self.agents[kind, name]

    def _place(self, name: str) -> Place:
        if name not in self.places:
            self.places[name] = Place.objects.filter(name=name).first() or Place.objects.create(
                name=name
            )
        return self.places[name]

    @staticmethod
    def _tag(pairs: list[tuple[int, str]]) -> None:
        from django.contrib.contenttypes.models import ContentType

        known = {tag.name.casefold(): tag for tag in Tag.objects.all()}
        links = []
        for pk, subject in pairs:
            tag = known.get(subject.casefold())
            if tag is None:
                tag = known[subject.casefold()] = Tag.objects.create(name=subject)
            links.append((pk, tag.pk))
        kind = ContentType.objects.get_for_model(Record)
        TaggedItem.objects.bulk_create(
            [
                TaggedItem(content_type=kind, object_id=pk, tag_id=tag)
                for pk, tag in dict.fromkeys(links)
            ],
            batch_size=BATCH,
            ignore_conflicts=True,
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _finish_fields(record: Record, draft: Draft) -> None:
    record.source_digest = draft.digest
    try:
        record.date_from, record.date_to, record.date_certainty = dates.bounds(record.date_edtf)
    except dates.BadDate:
        # the date as written stands; a person may normalise it later
        record.date_edtf, record.date_from, record.date_to = "", None, None


_DATE = frozenset({"date_text", "date_edtf"})
# written at the desk alone: an EAD file that is silent about them does not empty them
_DESK_ONLY = frozenset(
    {
        "public_title",
        "title_en",
        "document_type",
        "document_code",
        "retention",
        "rules",
        "description_dates",
    }
)
_KEPT = tuple(
    field.name
    for field in Record._meta.fields
    if field.name
    in {
        "reference_code",
        "title",
        "title_en",
        "public_title",
        "date_text",
        "date_edtf",
        "extent",
        "administrative_history",
        "custodial_history",
        "acquisition",
        "scope_content",
        "appraisal",
        "accruals",
        "arrangement",
        "access_conditions",
        "reproduction_conditions",
        "languages",
        "physical_condition",
        "finding_aids",
        "originals_location",
        "copies_location",
        "related_units",
        "publication_note",
        "note",
        "archivist_note",
        "rules",
        "description_dates",
        "document_type",
        "document_code",
        "retention",
        "paper_file_code",
    }
)
