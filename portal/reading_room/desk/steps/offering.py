"""What an officer can do with a request now, and why not: a page draws its buttons from here."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django import forms

from portal.accounts.models import User
from portal.reading_room.desk.steps.desk_steps import DESK_STEPS
from portal.reading_room.desk.steps.step import DeskStep
from portal.reading_room.requests.models import AccessRequest


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
