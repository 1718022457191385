"""The second factor: readers may have one, the staff must."""

import base64
from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.accounts import vault

# where somebody without a second factor may still go: to set one up, or out again
OPEN_TO_ALL = ("/account/", "/en/account/", "/language/", "/static/", "/themes/", "/-/")
PLACE = "mfa.secret"


class SealedFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps are sealed like readers' papers."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(vault.seal_text(text, PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.open_text(base64.b64decode(encrypted_text), PLACE)


class StaffNeedSecondFactor:
    """Leads a member of the staff who has no second factor to the page that sets one up, and nowhere else."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.STAFF_NEED_SECOND_FACTOR or request.path.startswith(OPEN_TO_ALL):
            return self.get_response(request)
        if not is_staff(request.user):
            return self.get_response(request)
        if not is_mfa_enabled(request.user):
            messages.info(request, _("Set up a second factor first: accounts of the staff need one."))
            return redirect("mfa_activate_totp")
        if not _has_shown_it(request):
            logout(request)
            return redirect("account_login")
        return self.get_response(request)


def _has_shown_it(request: HttpRequest) -> bool:
    """Whether this visit began with the second factor, or set it up; having one somewhere opens no door."""
    records = get_authentication_records(request, request.user)
    if any(each.get("method") == "mfa" for each in records):
        return True
    began = min((each["at"] for each in records if "at" in each), default=None)
    if began is None:
        return False
    since = datetime.fromtimestamp(began, UTC)
    return Authenticator.objects.filter(user=request.user, created_at__gte=since).exists()


def is_staff(user) -> bool:
    """Whether a person works at the desk or sees what is closed."""
    return user.is_authenticated and (
        user.has_perm("wagtailadmin.access_admin") or user.has_perm("catalog.see_closed_records")
    )
