"""Refusals of the rules, in whole sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.words import Said

NOT_THIS_STEP = gettext_noop("This step is not possible now: somebody else may have taken it already.")


class NotAllowedNow(Said):
    """What is asked for is not permitted as things stand; the sentence says why, to people."""


class Unavailable(Exception):
    """What is asked for cannot be had; the message says why, in the language of whoever asked."""


def in_words(refusal: Exception) -> str:
    """Why something is refused, in the language of whoever reads it."""
    if isinstance(refusal, Said):
        return _(refusal.template).format(**refusal.values)
    return str(refusal)
