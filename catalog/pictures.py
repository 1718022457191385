"""Pictures of scans for whoever makes papers: the catalogue draws none itself, the image service registers here."""

from collections.abc import Callable, Iterable, Iterator

from catalog.records.models import Scan

_makers: list[Callable[[Iterable[Scan], int], Iterator[bytes]]] = []


class NoPicture(Exception):
    """A scan cannot be turned into a picture: its copy is damaged or the store does not answer."""


def register(maker: Callable[[Iterable[Scan], int], Iterator[bytes]]) -> None:
    """Register what turns scans into JPEG pictures no side of which is longer than so many pixels."""
    _makers[:] = [maker]


def draw(scans: Iterable[Scan], longest: int) -> Iterator[bytes]:
    """JPEG pictures of scans, one after another; who may have them was asked before. Raises ``NoPicture``."""
    for maker in _makers:
        yield from maker(scans, longest)
