"""The steps that an officer takes, as a table.

Which steps lead from a state stands in ``requests.vocabulary.STEPS``; each of those that an officer takes is one object
here, with the check that its verb makes as well, so that a button that is missing gives the reason.
"""

from django.utils.translation import gettext_lazy as _

from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.forms import PaymentForm
from portal.reading_room.desk.steps import verbs
from portal.reading_room.desk.steps.checks import (
    check_answer_extension,
    check_approve,
    check_decide,
    check_hand_over,
    check_issue,
    check_leads_to,
    check_make,
    check_officer,
    check_refuse,
)
from portal.reading_room.desk.steps.step import DeskStep
from portal.reading_room.loans import actions as loans
from portal.reading_room.loans.forms import ReturnForm
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.forms.deciding import AssignForm, ExtendForm, WordForm
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import STEPS, State
from portal.reading_room.rules.uses import Leaves

SCREEN, PAPER = frozenset({Leaves.SCREEN}), frozenset({Leaves.PAPER})
COPY, WORDS = frozenset({Leaves.COPY}), frozenset({Leaves.WORDS})
EVERY_STATE = frozenset(State)


def _has_loan(access_request: AccessRequest) -> bool:
    loan = getattr(access_request, "loan", None)
    return loan is not None and loan.returned_at is None


DESK_STEPS: dict[str, DeskStep] = {
    step.name: step
    for step in (
        DeskStep(
            "assign",
            _("Assign"),
            verbs.assign,
            _("Assigned."),
            check_officer,
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
            check_leads_to(State.SCREENED),
            moves=((State.SUBMITTED, State.SCREENED),),
            is_wanted=lambda access_request: access_request.is_conditional,
            heading=_("Screening"),
            explanation=_("You say that the request is complete, and another officer decides."),
        ),
        DeskStep(
            "inform",
            _("Answer the reader"),
            verbs.answering(decisions.inform),
            _("Answered; the reader is told by mail."),
            check_leads_to(State.CLOSED),
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
            check_leads_to(State.SUBMITTED),
            moves=((State.SCREENED, State.SUBMITTED),),
            heading=_("Before deciding"),
            is_main=False,
        ),
        DeskStep(
            "consult",
            _("Consult the owner agency"),
            decisions.consult,
            _("Written down; ask the agency in the usual way."),
            check_leads_to(State.CONSULTING),
            moves=((State.SCREENED, State.CONSULTING),),
            form=WordForm,
            is_main=False,
        ),
        DeskStep(
            "opinion",
            _("Write the answer down"),
            decisions.take_opinion,
            _("The agency's answer is written down."),
            check_decide,
            moves=((State.CONSULTING, State.SCREENED),),
            form=WordForm,
            heading=_("Answer of the owner agency"),
        ),
        DeskStep(
            "pay",
            _("The money has come"),
            verbs.pay,
            _("The payment is written down; the receipt has its number."),
            check_decide,
            moves=((State.QUOTED, State.PREPARING),),
            leaves=COPY,
            form=PaymentForm,
            heading=_("Payment"),
        ),
        DeskStep(
            "make",
            _("Make the copy"),
            verbs.enqueue_making,
            _("The copy is being made; the page shows when it is ready."),
            check_make,
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
            verbs.enqueue_making,
            _("The copy is being made; the page shows when it is ready."),
            check_make,
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
            check_hand_over,
            moves=((State.READY, State.CLOSED),),
            leaves=COPY,
        ),
        DeskStep(
            "issue",
            _("Hand the file over"),
            loans.issue,
            _("Handed over; the loan is written down."),
            check_issue,
            moves=((State.READY, State.IN_USE),),
            leaves=PAPER,
        ),
        DeskStep(
            "give_back",
            _("The file is back"),
            verbs.give_back,
            _("Returned."),
            check_decide,
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
            verbs.extend,
            _("The reader is told by mail."),
            check_answer_extension,
            states=frozenset({State.APPROVED}),
            leaves=SCREEN,
            is_wanted=lambda access_request: access_request.extension_asked_at is not None,
            form=ExtendForm,
            heading=_("The reader asks for more time"),
        ),
        DeskStep(
            "take_back",
            _("End the access"),
            verbs.answering(decisions.take_back),
            _("The access is ended; the viewer closes at its next request."),
            check_decide,
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
            check_leads_to(State.NEEDS_INFO),
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
            check_officer,
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
            check_approve,
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
            check_refuse,
            moves=tuple(move for move in STEPS if move[1] == State.REFUSED),
        ),
    )
}
# what can be done to many requests at once
FOR_MANY = (DESK_STEPS["screen"], DECISIONS["approve"], DECISIONS["refuse"])
