"""Words with boxes and how they are packed: about two kilobytes for a page of 250 words. Knows no Django.

A pack is one byte that names the layout, then a zlib stream: the number of words and of bytes of text, the text
(words parted by a space, lines by a line feed, both only there), then all x, all y, all widths and all heights as
little-endian 16-bit differences to the word before, then one byte of confidence each. Columns of small differences
press better than rows.
"""

import struct
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

LAYOUT = b"\x01"
HEAD = struct.Struct("<II")
UNSURE = 255  # no confidence was given
LARGEST = 0xFFFF


class Box(NamedTuple):
    """A rectangle in pixels of the full scan; without width where the file gave no place."""

    x: int
    y: int
    width: int
    height: int


class PrintedWord(NamedTuple):
    """One word as it stands on the page; ``confidence`` is 0 to 100, or nothing where the reader did not say."""

    text: str
    box: Box
    confidence: int | None = None


Line = tuple[PrintedWord, ...]


@dataclass(frozen=True)
class PageText:
    """The words of one page, line by line."""

    lines: tuple[Line, ...]

    @cached_property
    def words(self) -> list[PrintedWord]:
        return [word for line in self.lines for word in line]

    @cached_property
    def plain(self) -> str:
        """The transcription: a line a line."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    @property
    def confidence(self) -> int | None:
        """The mean confidence of the words that have one."""
        known = [word.confidence for word in self.words if word.confidence is not None]
        return round(sum(known) / len(known)) if known else None


def tidy(text: str) -> str:
    """One word without blanks inside, composed (NFC), so that a blank always parts words."""
    return "".join(unicodedata.normalize("NFC", text).split())


def pack(lines: Iterable[Iterable[PrintedWord]]) -> bytes:
    """Pack words; empty ones and empty lines are left out."""
    kept = [[word for word in line if word.text] for line in lines]
    kept = [line for line in kept if line]
    words = [word for line in kept for word in line]
    text = "\n".join(" ".join(word.text for word in line) for line in kept).encode()
    columns = b"".join(_column([word.box[side] for word in words]) for side in range(4))
    sure = bytes(UNSURE if word.confidence is None else word.confidence for word in words)
    return LAYOUT + zlib.compress(HEAD.pack(len(words), len(text)) + text + columns + sure, 9)


def _column(values: list[int]) -> bytes:
    before, differences = 0, array("H")
    for value in values:
        value = min(max(value, 0), LARGEST)
        differences.append((value - before) & LARGEST)
        before = value
    if sys.byteorder == "big":
        differences.byteswap()
    return differences.tobytes()


def _values(data: bytes) -> list[int]:
    differences = array("H", data)
    if sys.byteorder == "big":
        differences.byteswap()
    value, values = 0, []
    for difference in differences:
        value = (value + difference) & LARGEST
        values.append(value)
    return values


def _open(packed: bytes) -> tuple[int, bytes, bytes]:
    if packed[:1] != LAYOUT:
        raise ValueError("The words are packed in a layout that is not known.")
    try:
        data = zlib.decompress(packed[1:])
        count, length = HEAD.unpack_from(data)
    except (zlib.error, struct.error) as wrong:
        raise ValueError("The packed words are damaged.") from wrong
    return count, data[HEAD.size : HEAD.size + length], data[HEAD.size + length :]


def plain(packed: bytes) -> str:
    """The text alone, without unpacking a single box."""
    return _open(packed)[1].decode()


def unpack(packed: bytes) -> PageText:
    """Return the words as they were packed. Raises ``ValueError`` for what is no such pack."""
    count, text, rest = _open(packed)
    side = 2 * count
    xs, ys, widths, heights = (_values(rest[side * n : side * (n + 1)]) for n in range(4))
    sure = rest[4 * side :]
    lines, at = [], 0
    for line in text.decode().split("\n") if text else []:
        words = []
        for word in line.split(" "):
            box = Box(xs[at], ys[at], widths[at], heights[at])
            words.append(PrintedWord(word, box, None if sure[at] == UNSURE else sure[at]))
            at += 1
        lines.append(tuple(words))
    return PageText(tuple(lines))
