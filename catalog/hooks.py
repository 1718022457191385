"""Hooks: rooms above the catalogue register what must follow a change of records, in the same transaction.

The catalogue knows nobody above it: the image service unlinks open copies, the reading room answers pending requests.
``catalog.records.actions.changes`` calls them after the rows have been rewritten and before the transaction commits,
and the clock's job when an embargo ends; one that fails undoes the change.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from catalog.batches import batches
from catalog.people import Person

if TYPE_CHECKING:
    from catalog.records.models import Record


class AccessListener(Protocol):
    """Who may see the subtrees of these records has changed; no record stands twice, or below another of them."""

    def __call__(self, roots: "Sequence[Record]", *, by: Person | None, at: datetime) -> None: ...


class ChangeListener(Protocol):
    """These records, or their scans, read differently now; of who may see them ``AccessListener`` is told."""

    def __call__(self, records: "Sequence[Record]", *, at: datetime) -> None: ...


class IndexKeeper(Protocol):
    """Whoever keeps the search indexes: the outbox is to be drained once the transaction is through."""

    def __call__(self) -> None: ...


class OpeningListener(Protocol):
    """These records open by the clock on a day; whoever does not ask the clock has to be told then."""

    def __call__(self, day: date, keys: list[str]) -> None: ...


class PassListener(Protocol):
    """Somebody may see less than before of the subtrees of these records: every short-lived pass to them is void."""

    def __call__(self, roots: "Sequence[Record]") -> None: ...


Listener = TypeVar("Listener")
# told in batches: a listener may ask for all subtrees of one in a single query
BATCH = 200
_access_listeners: list[AccessListener] = []
_change_listeners: list[ChangeListener] = []
_pass_listeners: list[PassListener] = []
_index_keepers: list[IndexKeeper] = []
_opening_listeners: list[OpeningListener] = []


def on_access_changed(listener: AccessListener) -> None:
    _register(listener, _access_listeners)


def on_records_changed(listener: ChangeListener) -> None:
    _register(listener, _change_listeners)


def on_passes_void(listener: PassListener) -> None:
    _register(listener, _pass_listeners)


def on_outbox_filled(listener: IndexKeeper) -> None:
    _register(listener, _index_keepers)


def on_opening_planned(listener: OpeningListener) -> None:
    _register(listener, _opening_listeners)


def _register(listener: Listener, listeners: list[Listener]) -> None:
    if listener not in listeners:
        listeners.append(listener)


def topmost(records: "Iterable[Record]") -> "list[Record]":
    """Of records those that lie below no other of them, each once."""
    found: list[Record] = []
    for record in sorted(records, key=lambda record: record.path):
        if not found or not record.path.startswith(found[-1].path):
            found.append(record)
    return found


def access_changed(roots: "Iterable[Record]", *, by: Person | None, at: datetime) -> None:
    for batch in batches(topmost(roots), BATCH):
        for listener in _access_listeners:
            listener(batch, by=by, at=at)


def records_changed(records: "Sequence[Record]", *, at: datetime) -> None:
    for batch in batches(records, BATCH):
        for listener in _change_listeners:
            listener(batch, at=at)


def void_passes(roots: "Sequence[Record]") -> None:
    for batch in batches(roots, BATCH):
        for listener in _pass_listeners:
            listener(batch)


def outbox_filled() -> None:
    for keeper in _index_keepers:
        keeper()


def opening_planned(day: date, keys: list[str]) -> None:
    for listener in _opening_listeners:
        listener(day, keys)
