"""Every page template that people come to, with an address of the sample archive that shows it."""

import json
from pathlib import Path

from tests.conftest import ROOT, Portal

THEME = ROOT / "themes/archive/templates"

# what a reader has who has been here for a while, and one session of that reader
READER = """
import json
from datetime import timedelta
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import get_user_model
from django.utils import timezone
from allauth.account.models import EmailAddress
from catalog.models import Record, Agent, Place
from catalog.vocabulary import Access, Level
from portal.reading_room.models import BasketItem, AuthenticatedCopy, FinishedCopy
from portal.reading_room.copies import actions as copies
from portal.reading_room.requests.actions import asking, decisions

now, User = timezone.now(), get_user_model()
people = {name: User.objects.get(username=name) for name in ("officer", "officer2")}

def reader(name):
    user = User.objects.create(username=name, email=name + "@luutru.example", full_name="Độc giả đi khắp nơi")
    user.set_password("x")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user

def session(user):
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    # the password was asked for again a moment ago, as pages of the second factor want it
    store["account_authentication_methods_user"] = str(user.pk)
    store["account_authentication_methods"] = [{"method": "password", "at": now.timestamp(), "reauthenticated": True}]
    store.create()
    return store.session_key

files = Record.objects.filter(level=Level.FILE, effective_access=Access.OPEN).order_by("path")
scanned = files.filter(scans__isnull=False).distinct().first()
asked = Record.objects.filter(level="file", effective_access="on_request", scans__isnull=False).first()
fonds = Record.objects.filter(depth=1, effective_access="open").first()
walker, guarded = reader("moi-trang"), reader("hai-lop")
TOTP.activate(guarded, generate_totp_secret())
RecoveryCodes.activate(guarded)
wishes = [asking.Wish(scanned, "copy", pages="1"), asking.Wish(scanned, "information", wish="Còn tài liệu nào khác?")]
dossier = asking.submit(wishes, by=walker, purpose="01", purpose_text="Xem mọi trang.", at=now)
copy = dossier.requests.get(use="copy")
decisions.approve(copy, by=people["officer"], at=now)
bill = dossier.bills.get()
copies.take_payment(bill, by=people["officer2"], at=now, paid_by="cash")
copies.make(dossier.requests.get(use="copy"), by=people["officer"], at=now)
finished = FinishedCopy.objects.get(access_request=copy)
FinishedCopy.objects.filter(pk=finished.pk).update(ends_at=now - timedelta(days=1))
BasketItem.objects.create(reader=walker, record=scanned, use="information", wish="Hồ sơ này có bản đồ không?")
print(json.dumps({
    "walker": session(walker), "guarded": session(guarded),
    "scanned": scanned.key, "asked": asked.key, "fonds": fonds.key,
    "agent": fonds.agents.first().key, "place": fonds.places.first().key,
    "request": copy.pk, "bill": bill.pk, "copy": str(finished.ref),
}))
"""
# template: who comes, and where to; with {names} of what READER prints
ADDRESSES = {
    "404.html": ("stranger", "/nowhere/"),
    "account/account_inactive.html": ("stranger", "/account/inactive/"),
    "account/email.html": ("walker", "/account/email/"),
    "account/email_confirm.html": ("stranger", "/account/confirm-email/no-such-key/"),
    "account/login.html": ("stranger", "/account/login/"),
    "account/logout.html": ("walker", "/account/logout/"),
    "account/password_change.html": ("walker", "/account/password/change/"),
    "account/password_reset.html": ("stranger", "/account/password/reset/"),
    "account/password_reset_done.html": ("stranger", "/account/password/reset/done/"),
    "account/password_reset_from_key.html": ("stranger", "/account/password/reset/key/1-none/"),
    "account/password_reset_from_key_done.html": ("stranger", "/account/password/reset/key/done/"),
    "account/reauthenticate.html": ("walker", "/account/reauthenticate/"),
    "account/signup.html": ("stranger", "/account/signup/"),
    "account/verification_sent.html": ("stranger", "/account/confirm-email/"),
    "accounts/account.html": ("walker", "/account/"),
    "browse/agent.html": ("stranger", "/agent/{agent}/"),
    "browse/children.html": ("stranger", "/r/{fonds}/children/"),
    "browse/fonds.html": ("stranger", "/fonds/"),
    "browse/place.html": ("stranger", "/place/{place}/"),
    "browse/read.html": ("stranger", "/r/{scanned}/read/"),
    "browse/record.html": ("stranger", "/r/{scanned}/"),
    "exhibitions/chapter.html": ("stranger", "/trien-lam/dat-va-nguoi/so-cua-lang/"),
    "exhibitions/exhibition.html": ("stranger", "/trien-lam/dat-va-nguoi/"),
    "exhibitions/index.html": ("stranger", "/trien-lam/"),
    "exhibitions/print.html": ("stranger", "/trien-lam/dat-va-nguoi/print/"),
    "home/home_page.html": ("stranger", "/"),
    "home/standard_page.html": ("stranger", "/gioi-thieu/"),
    "mfa/index.html": ("guarded", "/account/2fa/"),
    "mfa/reauthenticate.html": ("guarded", "/account/2fa/reauthenticate/"),
    "mfa/recovery_codes/generate.html": ("guarded", "/account/2fa/recovery-codes/generate/"),
    "mfa/recovery_codes/index.html": ("guarded", "/account/2fa/recovery-codes/"),
    "mfa/totp/activate_form.html": ("walker", "/account/2fa/totp/activate/"),
    "mfa/totp/deactivate_form.html": ("guarded", "/account/2fa/totp/deactivate/"),
    "reading_room/ask.html": ("walker", "/reading-room/ask/{scanned}/"),
    "reading_room/basket.html": ("walker", "/reading-room/basket/"),
    "reading_room/bill.html": ("walker", "/reading-room/bills/{bill}/"),
    "reading_room/calendar.html": ("walker", "/reading-room/visits/"),
    "reading_room/card.html": ("walker", "/reading-room/card/"),
    "reading_room/data.html": ("walker", "/reading-room/data/"),
    "reading_room/expired.html": ("walker", "/reading-room/copies/{copy}/"),
    "reading_room/my_request.html": ("walker", "/reading-room/requests/{request}/"),
    "reading_room/my_requests.html": ("walker", "/reading-room/"),
    "reading_room/verify.html": ("stranger", "/reading-room/verify/0000-0000/"),
    "search/search.html": ("stranger", "/search/?q=ban+do"),
}
# pages that stand at no address of their own
ELSEWHERE = {
    "403_csrf.html": "a form that was sent without its token",
    "account/confirm_phone_verification_code.html": "a step of signing up by telephone",
    "account/password_set.html": "an account without a password, which nothing here makes",
    "account/signup_closed.html": "a house that takes no readers",
    "account/verified_email_required.html": "an address that was never confirmed, which cannot sign in here",
    "allauth/layouts/base.html": "the frame of allauth's own pages",
    "mfa/authenticate.html": "a step of signing in",
    "search/too_costly.html": "a search past its ceiling",
    "search/unavailable.html": "an index that is damaged",
}


def templates() -> set[str]:
    """Every template of the default theme that is a whole page."""
    return {
        str(path.relative_to(THEME))
        for path in THEME.rglob("*.html")
        if '{% extends "base.html" %}' in path.read_text() or '{% extends "account/' in path.read_text()
    }


def furnish(portal: Portal) -> dict[str, str]:
    """Make the reader of these pages once, and say by which names the addresses are filled in."""
    kept = Path(portal.var / "every-page.json")
    if not kept.exists():
        kept.write_text(portal.ask(READER))
    return json.loads(kept.read_text())
