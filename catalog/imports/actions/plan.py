"""What an import would do: the difference between a finding aid and the catalogue."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_noop

from catalog.batches import batches
from catalog.finding_aids import UNNAMED, Draft, FindingAid
from catalog.imports.actions.fields import BATCH, IMPORTED, fields_of_the_desk, offered
from catalog.records.models import Record
from catalog.vocabulary import Access, strictness
from catalog.words import Said


class OtherFonds(Said):
    """The file carries the identifier of another finding aid; writing it would overwrite that one."""


OTHER_FONDS = gettext_noop(
    "A finding aid with the identifier {source} is in the catalogue already: {here}. This file describes {file}. "
    "Nothing was written. Give the file an identifier of its own; if it is the same fonds, give both the same "
    "reference code first."
)


@dataclass(frozen=True)
class KeptField:
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
        self.written_here = fields_of_the_desk(record.key for record in self.known.values())
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
        for batch in batches(codes, BATCH):
            closed = Record.objects.filter(reference_code__in=batch, effective_access=Access.CLOSED)
            closed = closed.exclude(source=self.aid.source)
            found.update(closed.order_by().values_list("reference_code", flat=True))
        return found

    def _check_is_same_fonds(self) -> None:
        """The top of the file must be the top of what is known under its identifier."""
        if not self.known or not self.aid.drafts:
            return
        top, draft = min(self.known.values(), key=lambda record: record.path), self.aid.drafts[0]
        record = self.known.get(draft.source_id, top)
        if not self._is_same(record, draft):
            raise OtherFonds(OTHER_FONDS, source=self.aid.source, here=str(record), file=name_of(draft))
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

    def _kept(self, draft: Draft) -> tuple[KeptField, ...]:
        record = self.known.get(draft.source_id)
        if record is None:
            return ()
        mine, is_changed = self.of_desk(record), record.source_digest != draft.digest
        fields = tuple(
            KeptField(name, str(getattr(record, name)), said)
            for name, said in offered(draft).items()
            # a file that has always been silent about a field says nothing against it
            if name in mine and said != getattr(record, name) and (said or is_changed)
        )
        return (*fields, *_kept_names(record, draft, mine))

    @property
    def effective(self) -> list[str]:
        """The level that counts for each description once it is written."""
        levels: list[str] = []
        for index, draft in enumerate(self.aid.drafts):
            record = self.known.get(draft.source_id)
            above = Access.OPEN if draft.parent is None else levels[draft.parent]
            own = [record.effective_access, self._tightened(record, draft)] if record else [self.own_access[index]]
            levels.append(max(above, *own, key=strictness))
        return levels

    @staticmethod
    def _tightened(record: Record, draft: Draft) -> str:
        """What a changed description closes of a record that is here; words that were decided on close nothing."""
        if not draft.access or record.source_digest == draft.digest:
            return Access.OPEN
        is_decided = bool(draft.opens_on) and str(record.embargo_until) == draft.opens_on
        return Access.OPEN if is_decided else draft.access

    @property
    def becomes_public(self) -> int:
        """How many new descriptions everyone could see once written."""
        return sum(
            state == "new" and level != Access.CLOSED for state, level in zip(self.states, self.effective, strict=True)
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
            for draft, state, level, kept in zip(self.aid.drafts, self.states, self.effective, self.kept, strict=True)
        ]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()

    def _stands(self, draft: Draft, state: str) -> list[str]:
        record = self.known.get(draft.source_id)
        if record is None or state != "changed":
            return []
        return [str(getattr(record, name)) for name in (*IMPORTED, "access")]


def _kept_names(record: Record, draft: Draft, mine: set[str]) -> Iterator[KeptField]:
    """Keywords and places that the desk has written, where the file names others."""
    for field, named in (("tags", draft.subjects), ("places", draft.places)):
        if named and field in mine:
            here = {each.name for each in getattr(record, field).all()}
            if here != set(named):
                yield KeptField(field, "; ".join(sorted(here)), "; ".join(named))


def name_of(draft: Draft) -> str:
    return f"{draft.fields.get('reference_code', '')} {draft.fields['title']}".strip()
