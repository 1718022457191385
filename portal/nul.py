"""The character NUL is in nobody's question, and PostgreSQL refuses to compare with it: it ends at the door."""

from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseNotFound

# before anybody knows in which language
REFUSAL = "Địa chỉ hoặc biểu mẫu có ký tự NUL, không phải là chữ.\nNUL is not a character.\n"


class NoNul:
    """Answer that an address with NUL in its path does not exist; refuse NUL in questions, forms and cookies."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        if "\0" in request.path_info:
            return HttpResponseNotFound()
        if _has_nul(request.GET) or any("\0" in value for value in request.COOKIES.values()):
            return HttpResponseBadRequest(REFUSAL, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _has_nul(asked) -> bool:
    return any("\0" in text for name, values in asked.lists() for text in (name, *values))
