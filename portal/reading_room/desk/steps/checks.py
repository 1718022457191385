"""What each step asks before it is taken: the checks that the verbs make, with one signature, named by their steps."""

from datetime import datetime

from portal.accounts.models import User
from portal.reading_room.copies.making import check_can_make
from portal.reading_room.copies.permissions import check_can_hand_over, check_can_make_copy
from portal.reading_room.desk.steps.step import Check
from portal.reading_room.loans.permissions import check_can_issue
from portal.reading_room.requests import permissions
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules import roles


def check_officer(officer: User, access_request: AccessRequest, at: datetime) -> None:
    roles.check_is_officer(officer)


def check_decide(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_decide(officer, access_request)


def check_leads_to(state: State) -> Check:
    """The check of a step to a state: the officer may decide, and is a second one where the state asks for two."""

    def check(officer: User, access_request: AccessRequest, at: datetime) -> None:
        permissions.check_can_decide(officer, access_request)
        permissions.check_four_eyes(officer, access_request, state)

    return check


def check_approve(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_approve(officer, access_request, at=at)
    if access_request.is_copy:
        check_can_make(access_request, at=at)


def check_refuse(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_refuse(officer, access_request)


def check_make(officer: User, access_request: AccessRequest, at: datetime) -> None:
    check_can_make_copy(officer, access_request, at=at)


def check_hand_over(officer: User, access_request: AccessRequest, at: datetime) -> None:
    check_can_hand_over(officer, access_request, at=at)


def check_issue(officer: User, access_request: AccessRequest, at: datetime) -> None:
    check_can_issue(officer, access_request, at=at)


def check_answer_extension(officer: User, access_request: AccessRequest, at: datetime) -> None:
    permissions.check_can_answer_extension(officer, access_request)
