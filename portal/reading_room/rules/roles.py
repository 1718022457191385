"""Who works on requests."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from catalog.people import Person, pk_of
from portal.reading_room.rules.errors import NotYours

DECIDE = "reading_room.decide_accessrequest"


def officers() -> QuerySet:
    """Everybody who decides requests; superusers only where they have the role as well."""
    return get_user_model().objects.with_perm(
        DECIDE,
        include_superusers=False,
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )


def check_is_officer(person: Person | None) -> None:
    """Raise ``NotYours`` unless this person works on requests."""
    if person is None or not person.has_perm(DECIDE):
        raise NotYours(gettext_noop("Only an officer of the reading room works on requests."))


def check_second_pair(officer: Person | None, first_pk: int | None) -> None:
    """Raise ``NotYours`` for the officer who has looked at it first."""
    if pk_of(officer) == first_pk:
        raise NotYours(gettext_noop("You took the first of two steps; another officer takes the second."))
