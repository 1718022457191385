"""Where a request comes from: what the configured proxy says, and nobody else."""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from catalog.people import Person
from portal.accounts import vault
from portal.accounts.models import KnownAddress
from portal.accounts.second_factor import is_staff

UNKNOWN = "unknown"
# an address from which nobody of the staff has signed in for so long is known no more
KNOWN_FOR = timedelta(days=180)
# a server that listens on a socket in the file system names no peer
SOCKET = "unix"


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks; ``unknown`` where nobody can say.

    ``X-Forwarded-For`` counts only from a proxy that the operator has named, and of it only what that proxy has added
    itself: the last entry that is not a proxy of ours. Whatever a client writes there is ignored.
    """
    address = request.META.get("REMOTE_ADDR", "") or SOCKET
    said = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    while _is_proxy(address) and said:
        forwarded = _plain(said.pop())
        if forwarded is None:
            break
        address = forwarded
    return _plain(address) or UNKNOWN


def has_signed_in_from_here(user: Person, request: HttpRequest) -> bool:
    """Whether a member of the staff has signed in from this address before: guesses from elsewhere lock nobody out."""
    if not is_staff(user):
        return False
    since = timezone.now() - KNOWN_FOR
    return KnownAddress.objects.filter(user_id=user.pk, mark=_mark(request), last_at__gte=since).exists()


def remember(user: Person, request: HttpRequest, *, at: datetime) -> None:
    """Keep that a member of the staff has signed in from here; of the address only a sealed mark is kept.

    Where a proxy says nothing of who asks, its own address would be everybody's.
    """
    address = client_address(request)
    if is_staff(user) and address != UNKNOWN and not _is_proxy(address):
        KnownAddress.objects.update_or_create(user_id=user.pk, mark=_mark(request), defaults={"last_at": at})


def _mark(request: HttpRequest) -> str:
    return vault.index(f"address {client_address(request)}")


def _plain(text: str) -> str | None:
    """An address in one form: IPv4 within IPv6 as IPv4; nothing where it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def _is_proxy(address: str) -> bool:
    if address == SOCKET:
        return SOCKET in settings.TRUSTED_PROXIES
    plain = _plain(address)
    return plain is not None and any(
        ipaddress.ip_address(plain) in ipaddress.ip_network(each) for each in settings.TRUSTED_PROXIES if each != SOCKET
    )
