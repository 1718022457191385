"""Pixels for requests that no ready tile answers: stitched from only the tiles they touch. Knows no Django."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from iiif.image.parameters import ImageRequest, Region
from iiif.image.sizes import TILE, scale_factors

ReadTile = Callable[[str], bytes | None]
QUALITY = 85


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
    """The largest scale factor whose pixels still suffice for the answer."""
    room = min(wanted.region.width / wanted.size.width, wanted.region.height / wanted.size.height)
    return max(factor for factor in scale_factors(width, height) if factor <= max(room, 1))


def _region(wanted: ImageRequest, *, width: int, height: int, read: ReadTile) -> Image.Image:
    factor, region = _factor(wanted, width, height), wanted.region
    step = TILE * factor
    left, top = region.x // step * step, region.y // step * step
    right, bottom = region.x + region.width, region.y + region.height
    # level pixels, rounded up as the pyramid's levels are
    canvas = Image.new("RGB", (-(-(right - left) // factor) + 1, -(-(bottom - top) // factor) + 1))
    for y in range(top, bottom, step):
        for x in range(left, right, step):
            tile = _tile(x, y, factor, width, height, read)
            canvas.paste(tile, ((x - left) // factor, (y - top) // factor))
    box = Region(region.x - left, region.y - top, region.width, region.height)
    return canvas.resize(
        (wanted.size.width, wanted.size.height),
        Image.Resampling.LANCZOS,
        box=(
            box.x / factor,
            box.y / factor,
            (box.x + box.width) / factor,
            (box.y + box.height) / factor,
        ),
    )


def _tile(x: int, y: int, factor: int, width: int, height: int, read: ReadTile) -> Image.Image:
    w, h = min(TILE * factor, width - x), min(TILE * factor, height - y)
    out_w, out_h = -(-w // factor), -(-h // factor)
    whole = (x, y, w, h) == (0, 0, width, height)
    name = f"{'full' if whole else f'{x},{y},{w},{h}'}/{out_w},{out_h}/0/default.jpg"
    data = read(name)
    if data is None:
        raise BrokenPack(name)
    return Image.open(BytesIO(data), formats=["JPEG"]).convert("RGB")


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
    if wanted.quality == "gray":
        return image.convert("L")
    if wanted.quality == "bitonal":
        return image.convert("L").point(lambda value: 255 if value > 127 else 0).convert("1")
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
