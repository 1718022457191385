"""The character NUL is in nobody's question, and PostgreSQL refuses to compare with it: it ends at the door."""

from django.http import HttpResponseNotFound


class NoNul:
    """Leave NUL out of what is asked; answer that an address with NUL in its path does not exist."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info:
            return HttpResponseNotFound()
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)
