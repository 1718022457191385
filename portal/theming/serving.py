"""Templates and colours of the theme that an answer has."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.template.loaders import cached, filesystem
from django.views.decorators.http import require_safe

from portal.theming.choosing import current
from portal.theming.folders import DEFAULT, theme, themes


class Loader(filesystem.Loader):
    """Templates of the current theme, before those of the default one."""

    def get_dirs(self) -> list[Path | str]:
        name = current.get()
        return [theme(name).templates] if name != DEFAULT else []


class CachedLoader(cached.Loader):
    """Keep compiled templates apart by theme."""

    def cache_key(self, template_name, skip=None) -> str:
        return f"{current.get()}:{super().cache_key(template_name, skip)}"


def context(request) -> dict:
    """For templates: the theme that this page wears."""
    return {"theme": theme(current.get())}


@require_safe
def stylesheet(request, name: str, digest: str) -> HttpResponse:
    """The colours of a theme. An old address leads to what holds now, and is then not kept."""
    if name not in themes():
        raise Http404("There is no such theme.")
    response = HttpResponse(theme(name).css(), content_type="text/css; charset=utf-8")
    is_current = theme(name).address() == request.path_info
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-cache"
    return response
