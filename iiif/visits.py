"""Visits: a reader known to the image service, wherever the viewer stands.

The cookie holds a secret of which only a hash is kept. A token says which visit; it opens nothing by itself
and is only ever asked about.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from catalog.people import Person
from iiif.models import ViewerVisit

COOKIE = "iiif_visit"
COOKIE_PATH = "/iiif/"
LENGTH = timedelta(hours=8)
TOKEN_SECONDS = 300
SALT = "iiif.auth.token"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(reader: AbstractBaseUser, origin: str, *, at: datetime) -> tuple[ViewerVisit, str]:
    """Begin a visit that one site may know of; return it and the secret for its cookie."""
    secret = secrets.token_urlsafe(32)
    visit = ViewerVisit.objects.create(
        secret_hash=_hash(secret),
        reader_id=reader.pk,
        auth_hash=reader.get_session_auth_hash(),
        origins=[origin],
        ends_at=at + LENGTH,
    )
    ViewerVisit.objects.filter(ends_at__lt=at - LENGTH).delete()
    return visit, secret


def find(secret: str) -> ViewerVisit | None:
    """The running visit that a cookie names."""
    return _running(secret_hash=_hash(secret)) if secret else None


def _running(**named) -> ViewerVisit | None:
    """A visit that has not ended, of a reader whose account is open and whose password is the one it began with."""
    visit = (
        ViewerVisit.objects.select_related("reader")
        .filter(ends_at__gt=timezone.now(), reader__is_active=True, **named)
        .first()
    )
    if visit is None:
        return None
    same = constant_time_compare(visit.auth_hash, visit.reader.get_session_auth_hash())
    return visit if same else None


def why_not(secret: str) -> str:
    """The kind of error where ``find`` finds nothing (Authorization Flow 2.0, section 4.5)."""
    if not secret:
        return "missingAspect"
    is_known = ViewerVisit.objects.filter(secret_hash=_hash(secret)).exists()
    return "expiredAspect" if is_known else "invalidAspect"


def reader_of(secret: str) -> Person | None:
    visit = find(secret)
    return visit.reader if visit else None


def let_know(visit: ViewerVisit, origin: str) -> None:
    """Another site may know of the visit, because the reader opened the sign-in window there."""
    if origin not in visit.origins:
        visit.origins = [*visit.origins, origin][-20:]
        visit.save(update_fields=["origins"])


def end(visit: ViewerVisit, *, at: datetime) -> None:
    """End a visit; its tokens are worthless with it."""
    visit.ends_at = at
    visit.save(update_fields=["ends_at"])


def end_all(reader: Person, *, at: datetime) -> None:
    """End every visit of a reader: at sign-out, so that no viewer elsewhere stays open."""
    ViewerVisit.objects.filter(reader_id=reader.pk, ends_at__gt=at).update(ends_at=at)


def send_cookie(response: HttpResponseBase, secret: str) -> None:
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(LENGTH.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        # viewers of other institutions ask from their own pages; browsers send such a cookie over HTTPS only
        samesite="None" if settings.SESSION_COOKIE_SECURE else "Lax",
    )


def token(visit: ViewerVisit) -> str:
    """An opaque token: it may be asked about, and is accepted for no image."""
    return signing.dumps(visit.key, salt=SALT)


def visit_of_token(text: str) -> ViewerVisit | None:
    """The running visit behind a token that is not yet stale."""
    try:
        key = signing.loads(text, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    return _running(key=key)
