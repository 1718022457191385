"""Where a request stands: each state is one object, and whatever asks about states asks it."""

import enum
from dataclasses import dataclass

from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.uses import Leaves


class Clock(enum.Enum):
    """Whose working days are counted."""

    RUNS = "the archive has a day by which to act"
    PAUSED = "the reader has a day by which to act, and the archive's clock stands still"
    NONE = "nobody's"


@dataclass(frozen=True)
class StateRules:
    """One state of a request.

    ``is_decided``: somebody has said yes or no. ``is_alive``: something may still come of it. ``is_yes``: figures count
    it as served. ``is_readers_turn``: the reader has something to do, whether or not a clock counts. ``leaves``: which
    uses come to it, by how what was asked for leaves the house.
    """

    state: State
    clock: Clock = Clock.NONE
    is_decided: bool = True
    is_alive: bool = True
    is_yes: bool = False
    is_readers_turn: bool = False
    leaves: frozenset[Leaves] = frozenset(Leaves)


MADE_OR_FETCHED = frozenset({Leaves.PAPER, Leaves.COPY})
STATES: dict[State, StateRules] = {
    rules.state: rules
    for rules in (
        StateRules(State.SUBMITTED, Clock.RUNS, is_decided=False),
        StateRules(State.NEEDS_INFO, Clock.PAUSED, is_decided=False, is_readers_turn=True),
        StateRules(State.SCREENED, Clock.RUNS, is_decided=False),
        StateRules(State.CONSULTING, Clock.RUNS, is_decided=False),
        StateRules(State.QUOTED, Clock.PAUSED, is_yes=True, is_readers_turn=True, leaves=frozenset({Leaves.COPY})),
        StateRules(State.PREPARING, Clock.RUNS, is_yes=True, leaves=MADE_OR_FETCHED),
        StateRules(State.READY, is_yes=True, is_readers_turn=True, leaves=MADE_OR_FETCHED),
        StateRules(State.IN_USE, is_yes=True, leaves=frozenset({Leaves.PAPER})),
        StateRules(State.APPROVED, is_yes=True, leaves=frozenset({Leaves.SCREEN})),
        StateRules(State.CLOSED, is_alive=False, is_yes=True),
        StateRules(State.REFUSED, is_alive=False),
        StateRules(State.CANCELLED, is_alive=False),
        StateRules(State.REVOKED, is_alive=False),
    )
}
WAITING = tuple(state for state, rules in STATES.items() if not rules.is_decided)
ON_THE_CLOCK = tuple(state for state, rules in STATES.items() if rules.clock is Clock.RUNS)
PAUSED = tuple(state for state, rules in STATES.items() if rules.clock is Clock.PAUSED)
ALIVE = tuple(state for state, rules in STATES.items() if rules.is_alive)
YES = tuple(state for state, rules in STATES.items() if rules.is_yes)
