"""Who works on requests."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from catalog.people import Person

DECIDE = "reading_room.decide_accessrequest"


def officers():
    """Everybody who decides requests; superusers only where they have the role as well."""
    return get_user_model().objects.with_perm(
        DECIDE,
        include_superusers=False,
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )


def check_is_officer(person: Person | None) -> None:
    """Raise ``PermissionDenied`` unless this person works on requests."""
    if person is None or not person.has_perm(DECIDE):
        raise PermissionDenied("Only a reading-room officer works on requests.")


def check_second_pair(officer: Person, first_pk: int | None) -> None:
    """Raise ``PermissionDenied`` for the officer who has looked at it first."""
    if officer.pk == first_pk:
        raise PermissionDenied("Who screened it does not decide it.")
