"""Passes: short-lived proof that the gate has said yes, which the tile route checks without a database.

A pass names a record, its epoch, a reader and a last second, sealed with keyed BLAKE2b (RFC 7693). The scans that it
opens are linked in one folder named after record and epoch; raising the epoch takes that folder away, and with it
every pass of that epoch at once.
"""

import hashlib
import hmac
import time
from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import HttpResponseBase

from catalog.models import Record
from iiif import shelves

COOKIE = "iiif_pages"
COOKIE_PATH = "/iiif/"
SECONDS = 120
CARRIED = 6
FIELDS = 5


@cache
def _key() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"iiif passes").digest()


def _seal(claim: str) -> str:
    return hashlib.blake2b(claim.encode(), key=_key(), digest_size=16).hexdigest()


def mint(record: Record, reader, *, until: datetime | None) -> str:
    """Make a pass for one reader to the scans of one record, for two minutes or until the grant ends.

    Call it only after the gate has said yes; ``give`` sees to the folder of links.
    """
    ends = int(time.time()) + SECONDS
    if until is not None:
        ends = min(ends, int(until.timestamp()))
    claim = f"{record.key}.{record.epoch}.{reader.pk}.{ends}"
    return f"{claim}.{_seal(claim)}"


def give(response: HttpResponseBase, request, record: Record, reader, *, until: datetime | None) -> None:
    """Send a pass along with an answer, beside the newest that the reader carries already."""
    if not shelves.lend(record):
        return
    carried = [
        each
        for each in request.COOKIES.get(COOKIE, "").split("~")
        if opened(each) and not each.startswith(f"{record.key}.")
    ]
    passes = [mint(record, reader, until=until), *carried][:CARRIED]
    response.set_cookie(
        COOKIE,
        "~".join(passes),
        max_age=SECONDS,
        path=COOKIE_PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        # viewers of other institutions ask from their own pages; browsers send such a cookie over HTTPS only
        samesite="None" if settings.SESSION_COOKIE_SECURE else "Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """Take the passes back from a browser, at sign-out."""
    response.delete_cookie(COOKIE, path=COOKIE_PATH)


def opened(token: str) -> str | None:
    """Return the folder that a pass opens now, or nothing. No database, and no system call."""
    known = _checked.get(token)
    if known is None:
        known = _check(token)
        if known is None:
            return None
        if len(_checked) > MEMORY:
            _checked.clear()
        _checked[token] = known
    folder, ends = known
    return folder if ends > time.time() else None


MEMORY = 4096
_checked: dict[str, tuple[str, int]] = {}


def _check(token: str) -> tuple[str, int] | None:
    claim, dot, seal = token.rpartition(".")
    parts = claim.split(".")
    if not dot or len(parts) != FIELDS - 1 or not token.isascii():
        return None
    if not hmac.compare_digest(_seal(claim), seal):
        return None
    return shelves.lent_folder(parts[0], int(parts[1])), int(parts[3])


def folders(cookies: str) -> list[str]:
    """The folders that the passes in a ``Cookie`` header open now."""
    if COOKIE not in cookies:
        return []
    return [
        folder
        for cookie in cookies.split(";")
        if (named := cookie.strip().partition("="))[0] == COOKIE
        for token in named[2].split("~")[:CARRIED]
        if (folder := opened(token))
    ]
