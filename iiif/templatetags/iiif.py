"""{% deep_zoom scan %} and addresses of pictures, for every room above."""

from django import template

from iiif import uris
from iiif.image.sizes import fitted

register = template.Library()


@register.simple_tag
def thumbnail(scan, longest=256):
    """The address of a ready-made small picture of a scan (256 or 1024 pixels on its longest side)."""
    return uris.thumbnail_path(scan, longest)


@register.simple_tag
def info_address(scan):
    return f"{uris.image_service_path(scan)}/info.json"


@register.simple_tag
def manifest_address(record):
    return uris.manifest_path(record)


@register.simple_tag
def region(scan, xywh, longest=1024):
    """The address of a detail, at most ``longest`` pixels on its longest side."""
    parts = str(xywh).split(",")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        return ""  # a draft whose region is not drawn yet
    width, height = int(parts[2]), int(parts[3])
    size = fitted(width, height, longest)
    return f"{uris.image_service_path(scan)}/{xywh}/{size[0]},{size[1]}/0/default.jpg"


@register.inclusion_tag("iiif/deep_zoom.html")
def deep_zoom(scan, alt=""):
    """A picture to walk into: an image at once, a deep-zoom viewer when scripts run."""
    return {"scan": scan, "alt": alt}
