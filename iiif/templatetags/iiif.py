"""{% deep_zoom scan %} and addresses of pictures, for every room above."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html

from iiif import uris
from iiif.image.sizes import fitted

register = template.Library()


@register.simple_tag
def thumbnail(scan, longest=256) -> str:
    """The address of a ready-made small picture of a scan (256 or 1024 pixels on its longest side)."""
    return uris.thumbnail_path(scan, longest)


@register.simple_tag
def reduced(scan) -> str:
    """The address of the small picture that a record on request may show to everyone."""
    return uris.reduced_path(scan)


@register.simple_tag
def info_address(scan) -> str:
    return f"{uris.image_service_path(scan)}/info.json"


@register.simple_tag
def manifest_address(record) -> str:
    return uris.manifest_path(record)


@register.simple_tag
def region(scan, xywh, longest=1024) -> str:
    """The address of a detail, at most ``longest`` pixels on its longest side."""
    size = _size_of(xywh, longest)
    if size is None:
        return ""  # a draft whose region is not drawn yet
    return f"{uris.image_service_path(scan)}/{xywh}/{size[0]},{size[1]}/0/default.jpg"


@register.simple_tag(takes_context=True)
def state_link(context, record, scan, xywh) -> str:
    """The address of a record's page that opens on one region of a scan (Content State 1.0, section 2.2.1)."""
    from iiif.presentation import content_state

    root = uris.base(context["request"])
    target = {
        "id": f"{uris.canvas(root, record, scan)}#xywh={xywh}",
        "type": "Canvas",
        "partOf": [{"id": uris.manifest(root, record), "type": "Manifest"}],
    }
    return f"{reverse('iiif_view')}?iiif-content={content_state.encode(target)}"


@register.simple_tag
def region_shape(xywh, longest=1024) -> str:
    """The size of a detail as attributes of an image, so that it keeps its room before it is there."""
    size = _size_of(xywh, longest)
    return format_html('width="{}" height="{}"', *size) if size else ""


def _size_of(xywh, longest: int) -> tuple[int, int] | None:
    """How large a detail is served, or ``None`` where it is no region."""
    parts = str(xywh).split(",")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return fitted(int(parts[2]), int(parts[3]), longest)


@register.inclusion_tag("iiif/deep_zoom.html")
def deep_zoom(scan, alt="", record=None, read="") -> dict[str, Any]:
    """A picture to walk into: an image at once, a deep-zoom viewer when scripts run.

    With ``record``, the viewer turns through its pages and offers what its manifest names; ``read`` is where the
    document is read as text.
    """
    return {"scan": scan, "alt": alt, "record": record, "read": read}


@register.inclusion_tag("iiif/scripts.html", takes_context=True)
def viewer_scripts(context) -> dict[str, Any]:
    """What a page with a viewer needs in its head."""
    return {"request": context["request"]}


@register.simple_tag
def transcription(scan) -> str:
    """The words of a page as plain text, or nothing; the caller has asked whether the page may be seen."""
    from iiif.text import words

    text = getattr(scan, "text", None)
    return words.plain(bytes(text.words)) if text else ""
