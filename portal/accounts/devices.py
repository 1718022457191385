"""A browser in which somebody has signed in keeps a mark, so that guesses made elsewhere do not lock them out.

The mark proves nothing but that; nothing of it is kept here (OWASP, *Slow Down Online Guessing Attacks with Device
Cookies*).
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from catalog.people import Person

COOKIE, SALT = "device", "portal.accounts.devices"
KEPT_FOR = 180 * 24 * 3600


def remember(response: HttpResponse, user: Person) -> None:
    """Give the browser its mark, which is of this account alone."""
    response.set_signed_cookie(
        COOKIE,
        f"{user.pk} {secrets.token_hex(8)}",
        salt=SALT,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def mark_of(user: Person, request: HttpRequest) -> str | None:
    """The mark of the browser that asks, if this account has signed in there."""
    said = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT_FOR) or ""
    owner, _blank, mark = said.partition(" ")
    return mark if owner == str(user.pk) else None
