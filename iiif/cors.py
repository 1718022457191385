"""Every answer under /iiif/ may be read by scripts of any site, errors too (Image 3.0, section 7; RFC fetch, CORS).

No answer allows credentials: what a cookie opens can be shown by another site's page, but not read by its scripts.
"""

from django.http import HttpRequest, HttpResponse

from iiif import passes

PREFIX = "/iiif/"
READING = ("GET", "HEAD")
SIGN_IN = "/iiif/auth/"
ACCESS = SIGN_IN + "access"
ACCOUNT_PAGES = {"account_login", "account_signup"}


class OpenToAllOrigins:
    """Add the CORS headers, answer preflights, and take passes back from a browser that has signed out."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        is_ours = request.path_info.startswith(PREFIX)
        if is_ours and request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Authorization, Accept, If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
            response["Cache-Control"] = "public, max-age=86400"
        elif is_ours and request.method not in READING and request.path_info != ACCESS:
            response = HttpResponse(status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
        else:
            response = self.get_response(request)
        if is_ours:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "Link, ETag, Retry-After"
        if _is_sign_in(request):
            # another site's viewer waits for this window to close, which it could not see from behind a new context
            response["Cross-Origin-Opener-Policy"] = "unsafe-none"
        if getattr(request, "has_signed_out", False):
            passes.forget(response)
        return response


def _is_sign_in(request: HttpRequest) -> bool:
    """Whether this page stands in the window of the access service, or is the sign-in that leads back to it."""
    if request.path_info.startswith(SIGN_IN):
        return True
    match = request.resolver_match
    following = request.POST.get("next") or request.GET.get("next") or ""
    return bool(match and match.url_name in ACCOUNT_PAGES and following.startswith(SIGN_IN))
