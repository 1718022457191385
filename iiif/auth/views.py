"""Access, token, probe and logout services (Authorization Flow 2.0, sections 3 to 6; Authentication 1.0)."""

import json
import re

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from catalog import access as rule
from iiif import gate, passes, uris, visits
from iiif.auth.services import CONTEXT, WORDS, reader_of_token
from iiif.image.sizes import ready_sizes
from iiif.language import spoken

ORIGIN = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?\Z", re.ASCII)


def origin_of(text: str) -> str | None:
    """A web origin (RFC 6454, section 6.1) as browsers write it, or nothing where the text is none."""
    return text if ORIGIN.match(text) else None


@require_http_methods(["GET", "HEAD", "POST"])
def access(request) -> HttpResponseBase:
    """The window in which a reader signs in and lets one site's viewer know of it; it closes itself.

    The button is the gesture without which browsers keep our cookie from other sites' pages (appendix A).
    """
    origin = origin_of(request.GET.get("origin", ""))
    if origin is None:
        return _window(request, "bad", status=400)
    if not request.user.is_authenticated:
        with spoken(request):
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if request.method != "POST" and origin != uris.base(request):
        return _window(request, "ask", origin=origin)
    visit = visits.find(request.COOKIES.get(visits.COOKIE, ""))
    if visit and visit.reader_id == request.user.pk:
        visits.let_know(visit, origin)
        return _window(request, "done")
    response = _window(request, "done")
    _visit, secret = visits.begin(request.user, origin, at=timezone.now())
    visits.send_cookie(response, secret)
    return response


def _window(request, stage: str, *, status: int = 200, origin: str = "") -> HttpResponse:
    with spoken(request):
        response = render(request, "iiif/auth/window.html", {"stage": stage, "origin": origin}, status=status)
    return gate.guarded(response)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def token(request, version: int = 2) -> HttpResponseBase:
    """A page for a hidden frame that posts a token, or why there is none, to the origin that asked (section 4)."""
    message_id, origin = request.GET.get("messageId"), origin_of(request.GET.get("origin", ""))
    message, secret = _message(request, origin, is_browser=version != 1 or message_id is not None)
    if version == 1:
        message = _message_1(message)
        if message_id is None:
            # Authentication 1.0, section 2.3.2: clients that are no browser
            status = 200 if "accessToken" in message else 401
            return gate.guarded(JsonResponse(message, status=status))
    if message_id is not None:
        message["messageId"] = message_id
    # within a script element "<" could end it; JSON may write every letter as an escape
    words = json.dumps(message).replace("<", "\\u003c")
    script = f"parent.postMessage({words}, {json.dumps(origin)});" if origin else ""
    response = HttpResponse(
        '<!doctype html><meta charset="utf-8"><title>token</title>'
        f'<script nonce="{request.csp_nonce}">{script}</script>'
    )
    if secret:
        visits.send_cookie(response, secret)
    return gate.guarded(response)


def _message(request, origin: str | None, *, is_browser: bool) -> tuple[dict, str]:
    """The body of the message, and the secret of a visit that begins with it."""
    if is_browser and (origin is None or not request.GET.get("messageId")):
        return _error("invalidRequest"), ""
    cookie = request.COOKIES.get(visits.COOKIE, "")
    visit, secret = visits.find(cookie), ""
    if visit is None and request.user.is_authenticated and origin == uris.base(request):
        visit, secret = visits.begin(request.user, origin, at=timezone.now())
    if visit is None:
        return _error(visits.why_not(cookie)), ""
    if is_browser and origin not in visit.origins:
        if origin is None or origin != uris.base(request):
            return _error("invalidOrigin"), ""
        visits.let_know(visit, origin)
    return {
        "@context": CONTEXT,
        "type": "AuthAccessToken2",
        "accessToken": visits.token(visit),
        "expiresIn": visits.TOKEN_SECONDS,
    }, secret


def _error(profile: str) -> dict:
    return {
        "@context": CONTEXT,
        "type": "AuthAccessTokenError2",
        "profile": profile,
        "heading": WORDS["errorHeading"],
        "note": WORDS["note"],
    }


# Authentication 1.0, section 2.3.5
ERRORS_1 = {
    "invalidRequest": "invalidRequest",
    "invalidOrigin": "invalidOrigin",
    "missingAspect": "missingCredentials",
    "invalidAspect": "invalidCredentials",
    "expiredAspect": "invalidCredentials",
}


def _message_1(message: dict) -> dict:
    if "accessToken" in message:
        return {"accessToken": message["accessToken"], "expiresIn": message["expiresIn"]}
    return {"error": ERRORS_1[message["profile"]], "description": WORDS["note"]["vi"][0]}


@require_safe
def probe(request, key: str) -> HttpResponseBase:
    """What the reader behind a token would be answered for an image (section 5); always 200 for a known one."""
    known = reader_of_token(request)
    reader = known or AnonymousUser()  # cookies do not count here: another site could not send them
    scan = gate.find(reader, key)
    result: dict = {"@context": CONTEXT, "type": "AuthProbeResult2", "status": 200}
    if not gate.may_view(reader, scan):
        result["status"] = 403 if known else 401
        result["heading"], result["note"] = WORDS["errorHeading"], WORDS["errorNote"]
        if rule.may_see_preview(reader, scan.record):
            result["substitute"] = [_substitute(uris.base(request), scan)]
    response = gate.guarded(JsonResponse(result, json_dumps_params={"ensure_ascii": False}))
    response["Content-Type"] = f'application/ld+json;profile="{CONTEXT}"'
    response["Vary"] = "Authorization"
    return response


def _substitute(root: str, scan) -> dict:
    width, height = ready_sizes(scan.width, scan.height)[0]
    return {
        "id": uris.reduced(root, scan),
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "label": {"vi": ["Ảnh nhỏ"], "en": ["Small picture"]},
    }


@require_safe
def logout(request) -> HttpResponseBase:
    """End the visit (section 6): its cookie and its tokens are worth nothing from here on.

    Passes are taken from the browser; one that was copied out of it before runs out by itself within two minutes.
    """
    visit = visits.find(request.COOKIES.get(visits.COOKIE, ""))
    if visit:
        visits.end(visit, at=timezone.now())
    response = _window(request, "left")
    response.delete_cookie(visits.COOKIE, path=visits.COOKIE_PATH)
    passes.forget(response)
    return response
