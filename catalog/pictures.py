"""Pictures of scans for whoever shows or prints them; the catalogue has none, the image service registers here."""

from collections.abc import Callable, Iterable, Iterator

from catalog.records.models import Scan

Draw = Callable[[Iterable[Scan], int], Iterator[bytes]]
ThumbnailAddress = Callable[[Scan], str]
_services: list[tuple[Draw, ThumbnailAddress]] = []


class NoPicture(Exception):
    """A scan cannot be turned into a picture: its copy is damaged or the store does not answer."""


def register(draw_scans: Draw, address_of: ThumbnailAddress) -> None:
    """Register what turns scans into JPEG pictures no side of which is longer than so many pixels, and where a small
    picture of a scan is found."""
    _services[:] = [(draw_scans, address_of)]


def draw(scans: Iterable[Scan], longest: int) -> Iterator[bytes]:
    """JPEG pictures of scans, one after another; who may have them was asked before. Raises ``NoPicture``."""
    for draw_scans, _address_of in _services:
        yield from draw_scans(scans, longest)


def thumbnail_address(scan: Scan) -> str:
    """Where a small picture of a scan is found; empty without an image service."""
    return next((address_of(scan) for _draw, address_of in _services), "")
