"""Who may do what with a request: the check raises, the question asks it."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from catalog import access
from catalog.models import Record
from catalog.vocabulary import Access
from portal.reading_room.models import AccessRequest
from portal.reading_room.vocabulary import WAITING

DECIDE = "reading_room.decide_accessrequest"


class CannotAsk(Exception):
    """This reader has no reason to ask for this record now; the message says why."""


def check_can_ask(reader, record: Record) -> None:
    """Raise ``CannotAsk`` unless a request of this reader for this record makes sense now."""
    if (
        not access.may_see_description(reader, record)
        or record.effective_access != Access.ON_REQUEST
    ):
        raise CannotAsk("This record is not one that is opened on request.")
    if access.may_see_content(reader, record):
        raise CannotAsk("You may see this record already.")
    if pending(reader, record):
        raise CannotAsk("Your request for this record is waiting for an answer.")


def can_ask(reader, record: Record) -> bool:
    try:
        check_can_ask(reader, record)
    except CannotAsk:
        return False
    return True


def pending(reader, record: Record) -> AccessRequest | None:
    """The reader's own request for this record that is not answered yet."""
    if not reader.is_authenticated:
        return None
    return AccessRequest.objects.filter(record=record, researcher=reader, state__in=WAITING).first()


def officers():
    """Everybody who decides requests; superusers only where they have the role as well."""
    return get_user_model().objects.with_perm(
        DECIDE,
        include_superusers=False,
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )


def check_is_officer(person) -> None:
    """Raise ``PermissionDenied`` unless this person works on requests."""
    if not person.has_perm(DECIDE):
        raise PermissionDenied("Only a reading-room officer works on requests.")


def check_can_decide(officer, access_request: AccessRequest) -> None:
    """Officers decide, and never on what they asked for themselves."""
    check_is_officer(officer)
    if access_request.researcher_id == officer.pk:
        raise PermissionDenied("Nobody decides a request of their own.")


def can_decide(officer, access_request: AccessRequest) -> bool:
    try:
        check_can_decide(officer, access_request)
    except PermissionDenied:
        return False
    return True
