"""What rooms above do for a request: they register it when the portal starts, and a request knows none of them.

For every use somebody says whether it can be asked for; who takes money for a use names its price. Whoever made or
fetched something for a request is told when it is to be prepared, is over, may not go out any more, or is decided anew;
whoever keeps a file or words for it, when they are kept no longer: all in the transaction of the step, so that one that
fails undoes it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from portal.accounts.models import User
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.rules.vocabulary import Use

if TYPE_CHECKING:
    from portal.reading_room.requests.offers import Look

# whether it can be asked for now, and what to tell the reader; ``None`` where it makes no sense for the record
Answer = tuple[bool, str]
Offer = Callable[["Look"], Answer | None]


class Quote(Protocol):
    """Put a request on a bill; whether it costs something."""

    def __call__(self, access_request: AccessRequest, *, by: User, at: datetime) -> bool: ...


class Listener(Protocol):
    """Follow a step of a request, in its transaction."""

    def __call__(self, access_request: AccessRequest, *, at: datetime) -> None: ...


_offers: dict[Use, Offer] = {}
_quotes: dict[Use, Quote] = {}
_on_prepared: list[Listener] = []
_on_over: list[Listener] = []
_on_taken_away: list[Listener] = []
_on_erased: list[Listener] = []
_on_undecided: list[Listener] = []


def offer_use(use: Use, offer: Offer) -> None:
    """Say whether a use can be asked for. Every use needs one such answer."""
    _offers[use] = offer


def price_use(use: Use, quote: Quote) -> None:
    """Take money for a use; without this it is free."""
    _quotes[use] = quote


def on_prepared(listener: Listener) -> None:
    """What was approved, or paid for, is now to be made or fetched; the listener may find it ready."""
    _register(listener, _on_prepared)


def on_over(listener: Listener) -> None:
    """A request is over, or decided anew: nothing waits to be paid for it any more."""
    _register(listener, _on_over)


def on_taken_away(listener: Listener) -> None:
    """What was made for a request may not go out any more; it is erased as well."""
    _register(listener, _on_taken_away)


def on_erased(listener: Listener) -> None:
    """A file or words made for a request are kept no longer: their term is over, the record has closed, the reader is
    gone, or it is decided anew."""
    _register(listener, _on_erased)


def on_undecided(listener: Listener) -> None:
    """A request is decided anew: what was made for it is erased, and may be made again."""
    _register(listener, _on_undecided)


def _register(listener: Listener, listeners: list[Listener]) -> None:
    if listener not in listeners:
        listeners.append(listener)


def answer(use: Use, look: "Look") -> Answer | None:
    return _offers[use](look)


def quote(access_request: AccessRequest, *, by: User, at: datetime) -> bool:
    """Put a request on a bill where its use has a price; whether it costs something."""
    price = _quotes.get(Use(access_request.use))
    return price is not None and price(access_request, by=by, at=at)


def prepare(access_request: AccessRequest, *, at: datetime) -> None:
    _tell(_on_prepared, access_request, at)


def finish(access_request: AccessRequest, *, at: datetime) -> None:
    _tell(_on_over, access_request, at)


def take_away(access_request: AccessRequest, *, at: datetime) -> None:
    _tell(_on_taken_away, access_request, at)
    erase(access_request, at=at)


def erase(access_request: AccessRequest, *, at: datetime) -> None:
    _tell(_on_erased, access_request, at)


def undo(access_request: AccessRequest, *, at: datetime) -> None:
    take_away(access_request, at=at)
    _tell(_on_undecided, access_request, at)


def _tell(listeners: list[Listener], access_request: AccessRequest, at: datetime) -> None:
    for listener in listeners:
        listener(access_request, at=at)
