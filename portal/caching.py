"""No page that depends on who looks may stand in a shared cache: said for every answer that says nothing itself."""

from django.http import HttpResponse


class PrivateByDefault:
    """Set ``Cache-Control: private, no-cache`` where a view has not set its own rule."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
