"""Those who must hear, in the same transaction, that who may see a record has changed.

The catalogue knows nobody above it, so rooms above register here when they start: the image service unlinks
open copies, the reading room answers pending requests. Each is called with the root of the changed subtree after
its rows have been rewritten and before the transaction commits; one that fails undoes the change.
"""

from collections.abc import Callable
from datetime import datetime

from catalog.models import Record

AccessListener = Callable[..., None]
_listeners: list[AccessListener] = []


def on_access_change(listener: AccessListener) -> AccessListener:
    """Register ``listener(root, by=…, at=…)``; usable as a decorator."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(root: Record, *, by, at: datetime) -> None:
    for listener in _listeners:
        listener(root, by=by, at=at)
