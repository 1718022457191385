"""One step that an officer takes at a request: its button, its form, the check that its verb makes as well."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise

from portal.accounts.models import User
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.errors import REFUSALS, in_words
from portal.reading_room.rules.uses import Leaves

Move = tuple[State, State]
Check = Callable[[User, AccessRequest, datetime], None]


@dataclass(frozen=True)
class DeskStep:
    """One step that an officer takes.

    ``check`` raises what the verb would raise; ``take`` is given the request, who, when and what the form holds.
    ``moves`` are steps of the table; one without them leaves the state as it is, and ``states`` says where it belongs.
    ``initial`` is what its form holds at first.
    """

    name: str
    button: Promise
    take: Callable[..., Any]
    done: Promise
    check: Check
    moves: tuple[Move, ...] = ()
    states: frozenset[State] = frozenset()
    leaves: frozenset[Leaves] = frozenset(Leaves)
    is_wanted: Callable[[AccessRequest], bool] = lambda _request: True
    form: type[forms.Form] | None = None
    initial: Callable[[AccessRequest], dict[str, Any]] = lambda _request: {}
    heading: Promise | str = ""
    explanation: Promise | str = ""
    is_main: bool = True
    is_dangerous: bool = False

    def is_about(self, access_request: AccessRequest) -> bool:
        """Whether it can be taken from where the request stands, whoever takes it."""
        state = access_request.state
        leads = state in self.states or any(state == start for start, _end in self.moves)
        return leads and access_request.use_rules.leaves in self.leaves and self.is_wanted(access_request)

    def why_not(self, officer: User, access_request: AccessRequest, *, at: datetime) -> str:
        """The reason for which this officer cannot take it now, in words; empty where it can be taken."""
        try:
            self.check(officer, access_request, at)
        except REFUSALS as wrong:
            return in_words(wrong)
        return ""

    def form_of(self, access_request: AccessRequest, data: Any = None) -> forms.Form | None:
        """Its form, empty or with what was sent; the ids of the fields differ from those of other steps on the page."""
        if self.form is None:
            return None
        return self.form(data, auto_id=f"{self.name}_{access_request.pk}_%s", initial=self.initial(access_request))
