"""What an officer can do with a request now, and why not: the page draws its buttons from here, and takes the step.

Which steps lead from a state stands in ``requests.vocabulary.STEPS``; each of those that an officer takes is one object
here, with the check that its verb makes as well, so that a button that is missing gives the reason.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.accounts.models import User
from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.forms import PaymentForm
from portal.reading_room.copies.making import check_can_make
from portal.reading_room.copies.permissions import check_can_hand_over, check_can_make_copy
from portal.reading_room.copies.tasks import make_copy
from portal.reading_room.loans import actions as loans
from portal.reading_room.loans.forms import ReturnForm
from portal.reading_room.loans.permissions import check_can_issue
from portal.reading_room.requests import permissions
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.forms.deciding import AssignForm, ExtendForm, WordForm, end_of
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import STEPS, State
from portal.reading_room.rules import roles
from portal.reading_room.rules.errors import REFUSALS, NotAllowedNow, in_words
from portal.reading_room.rules.uses import Leaves

Move = tuple[State, State]
Check = Callable[[User, AccessRequest, datetime], None]
SCREEN, PAPER = frozenset({Leaves.SCREEN}), frozenset({Leaves.PAPER})
COPY, WORDS = frozenset({Leaves.COPY}), frozenset({Leaves.WORDS})


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


@dataclass(frozen=True)
class OfferedStep:
    """A step on the page of a request, with its form; or why it cannot be taken."""

    step: DeskStep
    form: forms.Form | None
    why_not: str


def offered_steps(
    officer: User,
    access_request: AccessRequest,
    *,
    at: datetime,
    among: Container[str] | None = None,
    written: Mapping[str, forms.Form] = MappingProxyType({}),
) -> list[OfferedStep]:
    """The steps, of all or ``among`` some, that belong to where a request stands, in the order of the page.

    ``written`` are forms that were refused, with what was typed into them.
    """
    return [
        OfferedStep(
            step,
            written.get(step.name) or step.form_of(access_request),
            step.why_not(officer, access_request, at=at),
        )
        for step in DESK_STEPS.values()
        if (among is None or step.name in among) and step.is_about(access_request)
    ]


# -- what each step asks before it is taken --------------------------------------------------------


def _is_officer(officer: User, access_request: AccessRequest, at: datetime) -> None:
    roles.check_is_officer(officer)


def _may_decide(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_decide(officer, access_request)


def _four_eyes(state: State) -> Check:
    """May decide, and be the one who leads to a state."""

    def check(officer: User, access_request: AccessRequest, at: datetime) -> None:
        permissions.check_can_decide(officer, access_request)
        permissions.check_four_eyes(officer, access_request, state)

    return check


def _may_approve(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_approve(officer, access_request, at=at)
    if access_request.is_copy:
        check_can_make(access_request, at=at)


def _may_refuse(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_refuse(officer, access_request)


def _may_make(officer: User, access_request: AccessRequest, at: datetime) -> None:
    check_can_make_copy(officer, access_request, at=at)


def _may_hand_over(officer: User, access_request: AccessRequest, at: datetime) -> None:
    check_can_hand_over(officer, access_request, at=at)


def _may_issue(officer: User, access_request: AccessRequest, at: datetime) -> None:
    check_can_issue(officer, access_request, at=at)


def _may_answer_extension(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_answer_extension(officer, access_request)


# -- how each is taken -----------------------------------------------------------------------------


def _has_loan(access_request: AccessRequest) -> bool:
    loan = getattr(access_request, "loan", None)
    return loan is not None and loan.returned_at is None


def _make(access_request: AccessRequest, *, by: User, at: datetime) -> None:
    """Making takes its time with many pages: the worker does it, and notes what is in the way."""
    check_can_make_copy(by, access_request, at=at)
    make_copy.enqueue(access_request.pk, by.pk)


def _extend(access_request: AccessRequest, *, by: User, at: datetime, until) -> None:
    decisions.extend(access_request, by=by, at=at, until=end_of(until) if until else None)


def _answering(verb: Callable[..., Any]) -> Callable[..., Any]:
    """A verb whose words go to the reader."""
    return lambda access_request, *, by, at, text: verb(access_request, by=by, at=at, reply=text)


def _pay(access_request: AccessRequest, *, by: User, at: datetime, paid_by: str) -> None:
    if access_request.bill is None:
        raise NotAllowedNow(gettext_noop("There is nothing to pay."))
    copies.take_payment(access_request.bill, by=by, at=at, paid_by=paid_by)


def _give_back(access_request: AccessRequest, *, by: User, at: datetime, condition: str) -> None:
    loans.return_paper(access_request.loan, by=by, at=at, condition=condition)  # type: ignore[attr-defined]


def _assign(access_request: AccessRequest, *, by: User, at: datetime, to: User | None) -> None:
    decisions.assign(access_request, to=to, by=by)


EVERY_STATE = frozenset(State)
DESK_STEPS: dict[str, DeskStep] = {
    step.name: step
    for step in (
        DeskStep(
            "assign",
            _("Assign"),
            _assign,
            _("Assigned."),
            _is_officer,
            states=EVERY_STATE,
            form=AssignForm,
            initial=lambda access_request: {"to": access_request.assigned_to_id},
            is_main=False,
        ),
        DeskStep(
            "screen",
            _("Complete: hand it on for approval"),
            decisions.screen,
            _("Screened; another officer decides."),
            _four_eyes(State.SCREENED),
            moves=((State.SUBMITTED, State.SCREENED),),
            is_wanted=lambda access_request: access_request.is_conditional,
            heading=_("Screening"),
            explanation=_("You say that the request is complete, and another officer decides."),
        ),
        DeskStep(
            "inform",
            _("Answer the reader"),
            _answering(decisions.inform),
            _("Answered; the reader is told by mail."),
            _four_eyes(State.CLOSED),
            moves=((State.SUBMITTED, State.CLOSED),),
            leaves=WORDS,
            form=WordForm,
            heading=_("Answer"),
        ),
        DeskStep(
            "send_back",
            _("Have it screened anew"),
            decisions.send_back,
            _("It is to be screened anew."),
            _four_eyes(State.SUBMITTED),
            moves=((State.SCREENED, State.SUBMITTED),),
            heading=_("Before deciding"),
            is_main=False,
        ),
        DeskStep(
            "consult",
            _("Consult the owner agency"),
            decisions.consult,
            _("Written down; ask the agency in the usual way."),
            _four_eyes(State.CONSULTING),
            moves=((State.SCREENED, State.CONSULTING),),
            form=WordForm,
            is_main=False,
        ),
        DeskStep(
            "opinion",
            _("Write the answer down"),
            decisions.take_opinion,
            _("The agency's answer is written down."),
            _may_decide,
            moves=((State.CONSULTING, State.SCREENED),),
            form=WordForm,
            heading=_("Answer of the owner agency"),
        ),
        DeskStep(
            "pay",
            _("The money has come"),
            _pay,
            _("The payment is written down; the receipt has its number."),
            _may_decide,
            moves=((State.QUOTED, State.PREPARING),),
            leaves=COPY,
            form=PaymentForm,
            heading=_("Payment"),
        ),
        DeskStep(
            "make",
            _("Make the copy"),
            _make,
            _("The copy is being made; the page shows when it is ready."),
            _may_make,
            moves=((State.PREPARING, State.READY),),
            leaves=COPY,
            is_wanted=lambda access_request: not access_request.waits_at_counter,
            heading=_("The copy"),
            explanation=_(
                "It is made from the scans, signed where it is an authenticated one, and laid ready for the reader."
            ),
        ),
        DeskStep(
            "make_printed",
            _("Ready at the counter"),
            _make,
            _("The copy is being made; the page shows when it is ready."),
            _may_make,
            moves=((State.PREPARING, State.READY),),
            leaves=COPY,
            is_wanted=lambda access_request: access_request.waits_at_counter,
            heading=_("The copy"),
            explanation=_("Make it on paper, then say that it is ready at the counter."),
        ),
        DeskStep(
            "hand_over",
            _("The reader has it"),
            copies.hand_over,
            _("Handed over."),
            _may_hand_over,
            moves=((State.READY, State.CLOSED),),
            leaves=COPY,
        ),
        DeskStep(
            "issue",
            _("Hand the file over"),
            loans.issue,
            _("Handed over; the loan is written down."),
            _may_issue,
            moves=((State.READY, State.IN_USE),),
            leaves=PAPER,
        ),
        DeskStep(
            "give_back",
            _("The file is back"),
            _give_back,
            _("Returned."),
            _may_decide,
            moves=((State.IN_USE, State.CLOSED),),
            # the record was withdrawn while the file was out
            states=frozenset({State.REVOKED}),
            leaves=PAPER,
            is_wanted=_has_loan,
            form=ReturnForm,
            heading=_("Return"),
        ),
        DeskStep(
            "extend",
            _("Answer"),
            _extend,
            _("The reader is told by mail."),
            _may_answer_extension,
            states=frozenset({State.APPROVED}),
            leaves=SCREEN,
            is_wanted=lambda access_request: access_request.extension_asked_at is not None,
            form=ExtendForm,
            heading=_("The reader asks for more time"),
        ),
        DeskStep(
            "take_back",
            _("End the access"),
            _answering(decisions.take_back),
            _("The access is ended; the viewer closes at its next request."),
            _may_decide,
            moves=((State.APPROVED, State.REVOKED),),
            leaves=SCREEN,
            form=WordForm,
            heading=_("End the access now"),
            is_dangerous=True,
        ),
        DeskStep(
            "ask_back",
            _("Ask, and stop the clock"),
            decisions.ask_back,
            _("The reader is asked by mail; the clock stands still."),
            _four_eyes(State.NEEDS_INFO),
            moves=((State.SUBMITTED, State.NEEDS_INFO),),
            form=WordForm,
            heading=_("Ask the reader"),
            is_main=False,
        ),
        DeskStep(
            "note",
            _("Write the note down"),
            decisions.note,
            _("Noted. The reader does not see it."),
            _is_officer,
            states=EVERY_STATE,
            form=WordForm,
            heading=_("Internal note"),
            is_main=False,
        ),
    )
}
# both are taken with one form, which asks which of the two
DECISIONS: dict[str, DeskStep] = {
    step.name: step
    for step in (
        DeskStep(
            "approve",
            _("Approve"),
            decisions.approve,
            _("The request was approved; the reader is told by mail."),
            _may_approve,
            moves=(
                (State.SUBMITTED, State.QUOTED),
                (State.SUBMITTED, State.PREPARING),
                (State.SCREENED, State.APPROVED),
                (State.SCREENED, State.QUOTED),
                (State.SCREENED, State.PREPARING),
            ),
            leaves=SCREEN | PAPER | COPY,
        ),
        DeskStep(
            "refuse",
            _("Refuse"),
            decisions.refuse,
            _("The request was refused; the reader is told by mail."),
            _may_refuse,
            moves=tuple(move for move in STEPS if move[1] == State.REFUSED),
        ),
    )
}
# what can be done to many requests at once
FOR_MANY = (DESK_STEPS["screen"], DECISIONS["approve"], DECISIONS["refuse"])
