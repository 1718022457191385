"""Those who must hear, in the same transaction, that who may see a record has changed.

The catalogue knows nobody above it, so rooms above register here when they start: the image service unlinks
open copies, the reading room answers pending requests. Each is called with the root of the changed subtree after
its rows have been rewritten and before the transaction commits; one that fails undoes the change.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from catalog.models import Record, Scan

AccessListener = Callable[..., None]
_listeners: list[AccessListener] = []
_lenders: list[Callable[[Record], None]] = []
_readers_of_change: list[AccessListener] = []
_picture_makers: list[Callable[[Iterable[Scan], int], Iterator[bytes]]] = []


class NoPicture(Exception):
    """A scan cannot be turned into a picture: its copy is damaged or the store does not answer."""


def on_access_change(listener: AccessListener) -> AccessListener:
    """Register ``listener(root, by=…, at=…)``; usable as a decorator."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(root: Record, *, by, at: datetime) -> None:
    for listener in _listeners:
        listener(root, by=by, at=at)


def on_change(listener: AccessListener) -> AccessListener:
    """Register ``listener(record, at=…)``, called when a description or its scans have changed."""
    if listener not in _readers_of_change:
        _readers_of_change.append(listener)
    return listener


def tell_change(record: Record, *, at: datetime) -> None:
    """Tell that one record reads differently now; who may see it has not changed."""
    for listener in _readers_of_change:
        listener(record, at=at)


def on_passes_void(listener: Callable[[Record], None]) -> Callable[[Record], None]:
    """Register ``listener(root)``, called when somebody may see less than before of a subtree."""
    if listener not in _lenders:
        _lenders.append(listener)
    return listener


def void_passes(root: Record) -> None:
    """Make every short-lived proof of access to the subtree worthless, now."""
    for listener in _lenders:
        listener(root)


def on_pictures(maker: Callable[[Iterable[Scan], int], Iterator[bytes]]) -> None:
    """Register the workshop that turns scans into JPEG pictures no side of which is longer than so many pixels."""
    _picture_makers[:] = [maker]


def pictures(scans: Iterable[Scan], longest: int) -> Iterator[bytes]:
    """JPEG pictures of scans, one after another; who may have them was asked before. Raises ``NoPicture``."""
    for maker in _picture_makers:
        yield from maker(scans, longest)
