"""What an officer does on the desk and what is said of it: one place turns the rules' refusals into words."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from portal.reading_room.rules.errors import REFUSALS, in_words
from portal.reading_room.rules.roles import check_is_officer


def carry_out(request: HttpRequest, deed: Callable[[], object], done: str) -> bool:
    """Do it and say so; where a rule forbids it, say that instead. Whether it was done."""
    check_is_officer(request.user)
    problem = problem_with(deed)
    if problem:
        messages.error(request, problem)
        return False
    messages.success(request, done)
    return True


def problem_with(deed: Callable[[], object]) -> str:
    """Do it; the reason in words where a rule forbids it, empty where it is done."""
    try:
        deed()
    except REFUSALS as wrong:
        return in_words(wrong)
    return ""
