"""Pixels for requests that no ready tile answers: stitched from only the tiles they touch. Knows no Django."""

from collections.abc import Callable
from io import BytesIO

import numpy
import simplejpeg
from PIL import Image

from iiif.image.parameters import ImageRequest
from iiif.image.sizes import TILE, scale_factors

ReadTile = Callable[[str], bytes | None]
QUALITY = 85
MOST_PIXELS = 64_000_000


class BrokenPack(Exception):
    """A tile that must be in the pack is not."""


def render(wanted: ImageRequest, *, width: int, height: int, read: ReadTile) -> bytes:
    """Make the image of a request out of the tiles of a ``width`` × ``height`` scan.

    ``read`` returns the bytes of a tile by its name in the pack. Works from the smallest level that is at least as
    large as the answer. Raises ``BrokenPack``.
    """
    image = _region(wanted, width=width, height=height, read=read)
    return _encode(_turn(image, wanted), wanted)


def _factor(wanted: ImageRequest, width: int, height: int) -> int:
    """The largest scale factor whose pixels still suffice for the answer, and that memory bears.

    An answer of 1 × 4,000 pixels would otherwise have a whole map decoded at full size.
    """
    region, size = wanted.region, wanted.size
    room = min(region.width / size.width, region.height / size.height)
    factors = scale_factors(width, height)
    best = max(factor for factor in factors if factor <= max(room, 1))
    while region.width * region.height / best**2 > MOST_PIXELS and best < factors[-1]:
        best *= 2
    return best


def _region(wanted: ImageRequest, *, width: int, height: int, read: ReadTile) -> Image.Image:
    """The region in its final size, in gray where no colour is wanted: a third of the decoding."""
    factor, region = _factor(wanted, width, height), wanted.region
    colours = "GRAY" if wanted.quality in ("gray", "bitonal") else "RGB"
    step = TILE * factor
    left, top = region.x // step * step, region.y // step * step
    right, bottom = region.x + region.width, region.y + region.height
    # level pixels, rounded up as the pyramid's levels are
    rows, columns = -(-(min(bottom, height) - top) // factor), -(-(right - left) // factor)
    level = numpy.zeros((rows, columns, 3 if colours == "RGB" else 1), numpy.uint8)
    for y in range(top, bottom, step):
        for x in range(left, right, step):
            tile = _tile(x, y, factor, width, height, colours, read)
            at_y, at_x = (y - top) // factor, (x - left) // factor
            part = tile[: rows - at_y, : columns - at_x]
            level[at_y : at_y + part.shape[0], at_x : at_x + part.shape[1]] = part
    image = Image.fromarray(level if colours == "RGB" else level[:, :, 0])
    from_x, from_y = (region.x - left) / factor, (region.y - top) / factor
    box = (
        from_x,
        from_y,
        min(from_x + region.width / factor, columns),
        min(from_y + region.height / factor, rows),
    )
    size = (wanted.size.width, wanted.size.height)
    # between two levels a narrow filter is enough, at less than half the cost of a wide one
    is_larger = size[0] > box[2] - box[0] or size[1] > box[3] - box[1]
    return image.resize(size, Image.Resampling.BICUBIC if is_larger else Image.Resampling.HAMMING, box=box)


def _tile(x: int, y: int, factor: int, width: int, height: int, colours: str, read: ReadTile) -> numpy.ndarray:
    w, h = min(TILE * factor, width - x), min(TILE * factor, height - y)
    out_w, out_h = -(-w // factor), -(-h // factor)
    whole = (x, y, w, h) == (0, 0, width, height)
    name = f"{'full' if whole else f'{x},{y},{w},{h}'}/{out_w},{out_h}/0/default.jpg"
    data = read(name)
    if data is None:
        raise BrokenPack(name)
    try:
        return simplejpeg.decode_jpeg(data, colours)
    except ValueError as wrong:
        raise BrokenPack(name) from wrong


def _turn(image: Image.Image, wanted: ImageRequest) -> Image.Image:
    if wanted.rotation.mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    turns = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    if wanted.rotation.degrees:
        image = image.transpose(turns[wanted.rotation.degrees])
    if wanted.quality == "bitonal":
        return image.point(lambda value: 255 if value > 127 else 0).convert("1")
    return image


def _encode(image: Image.Image, wanted: ImageRequest) -> bytes:
    out = BytesIO()
    if wanted.format == "jpg":
        image = image.convert("L") if image.mode == "1" else image
        image.save(out, "JPEG", quality=QUALITY)
    elif wanted.format == "png":
        image.save(out, "PNG", compress_level=1)
    else:
        image.convert("RGB").save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
