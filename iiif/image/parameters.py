"""The parameters of an Image API request, turned into whole pixels (IIIF Image 3.0, section 4). Knows no Django."""

import re
from dataclasses import dataclass

INTEGER = re.compile(r"\A\d{1,9}\Z", re.ASCII)
NUMBER = re.compile(r"\A\d{1,9}(\.\d{1,12})?\Z", re.ASCII)
QUALITIES = ("default", "color", "gray", "bitonal")
VERSION_2 = 2
FORMATS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class BadRequest(Exception):
    """The request is malformed or asks for nothing (Image API 3.0, section 7: status 400)."""


class NotOffered(Exception):
    """A feature of the specification that this service does not offer (status 501)."""


@dataclass(frozen=True)
class Region:
    """A rectangle inside the image, in whole pixels of the full image."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def parse(cls, text: str, *, width: int, height: int) -> "Region":
        """Read a region and clip it to the image (Image API 3.0, section 4.1).

        >>> Region.parse("900,0,200,100", width=1000, height=500)
        Region(x=900, y=0, width=100, height=100)

        Raises ``BadRequest`` for a malformed region or one without a pixel inside the image.
        """
        if text == "full":
            return cls(0, 0, width, height)
        if text == "square":
            side = min(width, height)
            return cls((width - side) // 2, (height - side) // 2, side, side)
        if text.startswith("pct:"):
            parts = [_number(part) / 100 for part in _four(text[4:])]
            x, w = round(parts[0] * width), round(parts[2] * width)
            y, h = round(parts[1] * height), round(parts[3] * height)
            if parts[2] and parts[3]:
                w, h = max(w, 1), max(h, 1)
        else:
            x, y, w, h = (_integer(part) for part in _four(text))
        if w <= 0 or h <= 0 or x >= width or y >= height:
            raise BadRequest("The region has no pixel inside the image.")
        return cls(x, y, min(w, width - x), min(h, height - y))


@dataclass(frozen=True)
class Size:
    """Width and height of the answer in pixels."""

    width: int
    height: int

    @classmethod
    def parse(cls, text: str, *, region: Region, max_width: int, max_area: int) -> "Size":
        """Read a size for a region (Image API 3.0, section 4.2).

        ``max_width`` bounds both sides and ``max_area`` the product, in pixels. Upscaling needs ``^``. Raises
        ``BadRequest``.
        """
        upscale = text.startswith("^")
        size = cls._asked(text.removeprefix("^"), region, upscale, max_width, max_area)
        if size.width < 1 or size.height < 1:
            raise BadRequest("The size is less than one pixel.")
        if not upscale and (size.width > region.width or size.height > region.height):
            raise BadRequest("The size is larger than the region; upscaling is asked for with ^.")
        if size.width > max_width or size.height > max_width or size.width * size.height > max_area:
            raise BadRequest("The size is larger than this service makes.")
        return size

    @classmethod
    def _asked(cls, text: str, region: Region, upscale: bool, max_width: int, max_area: int) -> "Size":
        if text == "max":
            return cls._max(region, upscale, max_width, max_area)
        if text.startswith("pct:"):
            percent = _number(text[4:])
            if percent > 100 and not upscale:
                raise BadRequest("More than 100 percent is asked for with ^.")
            return cls(round(region.width * percent / 100), round(region.height * percent / 100))
        confined = text.startswith("!")
        width, comma, height = text.removeprefix("!").partition(",")
        if not comma or not (width or height):
            raise BadRequest("The size is malformed.")
        if confined:
            return cls._confined(_integer(width), _integer(height), region, upscale, max_width, max_area)
        if not height:
            return cls(_integer(width), max(1, round(region.height * _integer(width) / region.width)))
        if not width:
            return cls(max(1, round(region.width * _integer(height) / region.height)), _integer(height))
        return cls(_integer(width), _integer(height))

    @classmethod
    def _max(cls, region: Region, upscale: bool, max_width: int, max_area: int) -> "Size":
        scale = min(
            max_width / region.width,
            max_width / region.height,
            (max_area / (region.width * region.height)) ** 0.5,
        )
        if scale > 1 and not upscale:
            scale = 1
        return cls(max(1, int(region.width * scale)), max(1, int(region.height * scale)))

    @classmethod
    def _confined(cls, width: int, height: int, region: Region, upscale: bool, max_width: int, max_area: int) -> "Size":
        """Fit into a box, which the limits of the service make smaller still."""
        scale = min(width / region.width, height / region.height)
        if scale > 1 and not upscale:
            # the text of 4.2 could be read as "then as it is"; the official validator wants a refusal
            raise BadRequest("The box is larger than the region; upscaling is asked for with ^.")
        most = cls._max(region, True, max_width, max_area)
        if region.width * scale > most.width or region.height * scale > most.height:
            return most
        return cls(max(1, round(region.width * scale)), max(1, round(region.height * scale)))


@dataclass(frozen=True)
class Rotation:
    """Mirroring first, then degrees clockwise."""

    degrees: int
    mirrored: bool

    @classmethod
    def parse(cls, text: str) -> "Rotation":
        """Read a rotation by quarter turns (section 4.3). Raises ``BadRequest``, ``NotOffered``."""
        number = _number(text.removeprefix("!"))
        if number > 360:
            raise BadRequest("A rotation lies between 0 and 360 degrees.")
        if number % 90:
            raise NotOffered("Only quarter turns are offered.")
        return cls(int(number) % 360, text.startswith("!"))


@dataclass(frozen=True)
class ImageRequest:
    """All of one request, in whole pixels."""

    region: Region
    size: Size
    rotation: Rotation
    quality: str
    format: str


def parse(
    region: str,
    size: str,
    rotation: str,
    quality_format: str,
    *,
    width: int,
    height: int,
    max_width: int,
    max_area: int,
    version: int = 3,
) -> ImageRequest:
    """Read all parameters of a request for an image of ``width`` × ``height`` pixels.

    ``version`` is 3, or 2 for the Image API 2.1.1, which says ``full`` where 3.0 says ``max`` and knows no ``^``.
    Raises ``BadRequest``, ``NotOffered``.
    """
    quality, dot, extension = quality_format.rpartition(".")
    if not dot or quality not in QUALITIES:
        raise BadRequest("The quality is not one of " + ", ".join(QUALITIES) + ".")
    if extension not in FORMATS:
        raise BadRequest("The format is not one of " + ", ".join(FORMATS) + ".")
    if version == VERSION_2:
        size = _size_of_version_2(size)
    area = Region.parse(region, width=width, height=height)
    return ImageRequest(
        area,
        Size.parse(size, region=area, max_width=max_width, max_area=max_area),
        Rotation.parse(rotation),
        quality,
        extension,
    )


def _size_of_version_2(text: str) -> str:
    if "^" in text:
        raise BadRequest("The size is malformed.")
    return "max" if text == "full" else text


def _four(text: str) -> list[str]:
    parts = text.split(",")
    if len(parts) != 4:
        raise BadRequest("A region has four numbers.")
    return parts


def _integer(text: str) -> int:
    if not INTEGER.match(text):
        raise BadRequest("A whole number is wanted.")
    return int(text)


def _number(text: str) -> float:
    if not NUMBER.match(text):
        raise BadRequest("A plain number is wanted.")
    return float(text)
