"""Every answer under /iiif/ may be read by scripts of any site, errors too (Image 3.0, section 7; RFC fetch, CORS).

No answer allows credentials: what a cookie opens can be shown by another site's page, but not read by its scripts.
"""

from django.http import HttpRequest, HttpResponse

from iiif import passes

PREFIX = "/iiif/"
SIGN_IN = "/iiif/auth/"


class OpenToAllOrigins:
    """Add the CORS headers, answer preflights, and take passes back from a browser that has signed out."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        is_ours = request.path_info.startswith(PREFIX)
        if is_ours and request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Authorization, Accept, If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
            response["Cache-Control"] = "public, max-age=86400"
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
    """Whether this page stands in the window of the access service, or leads back to it."""
    following = request.POST.get("next") or request.GET.get("next") or ""
    return request.path_info.startswith(SIGN_IN) or following.startswith(SIGN_IN)
