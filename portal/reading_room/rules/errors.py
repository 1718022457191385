"""Refusals of the rules, in whole sentences."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.records.actions.access import NotAllowedHere
from catalog.words import Said

NOT_THIS_STEP = gettext_noop("This step is not possible now: somebody else may have taken it already.")


class NotAllowedNow(Said):
    """What is asked for is not permitted as things stand; the sentence says why, to people."""


class NotYours(Said, PermissionDenied):
    """This person may not take this step: it needs another pair of eyes, or is about themselves."""


class Unavailable(Exception):
    """What is asked for cannot be had; the message says why, in the language of whoever asked."""


def in_words(refusal: Exception) -> str:
    """Why something is refused, in the language of whoever reads it."""
    if isinstance(refusal, Said):
        return _(refusal.template).format(**refusal.values)
    if isinstance(refusal, NotAllowedHere):
        return _("The record is closed; it cannot be opened to a reader.")
    return str(refusal)


# what a rule may answer instead of doing what was asked
REFUSALS = (NotAllowedNow, NotYours, NotAllowedHere, Unavailable)
