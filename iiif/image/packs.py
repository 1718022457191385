"""Packs: one uncompressed zip a page, whose entries are the canonical tiles; read by offset, never decoded.

Layout and choice: docs/decisions/packs.md. An entry's CRC-32 and length make a free strong ETag. A pack is a file
here, or an object in a bucket for which a card stands here.
"""

import os
import struct
import tempfile
import threading
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from iiif.image import buckets

LOCAL_HEADER = struct.Struct("<26xHH")


class PackEntry(NamedTuple):
    """Where one tile lies in its pack: bytes from the start, bytes long; its CRC-32 and length as a strong ETag."""

    offset: int
    length: int
    etag: str


class Pack:
    """An open pack: a file descriptor, or the name of an object, and the index."""

    def __init__(self, path: Path | str) -> None:
        """Open the pack at ``path``. Raises ``OSError``, or ``zipfile.BadZipFile`` where it is damaged."""
        self.fd = os.open(path, os.O_RDONLY)
        stat = os.fstat(self.fd)
        self.identity = (stat.st_dev, stat.st_ino)
        self.object = ""
        if os.pread(self.fd, len(buckets.MAGIC), 0) == buckets.MAGIC:
            try:
                self.object, entries = buckets.read_card(os.pread(self.fd, stat.st_size, 0))
            except ValueError as wrong:
                raise zipfile.BadZipFile(str(wrong)) from wrong
            self.entries = {name: PackEntry(*entry) for name, entry in entries.items()}
        else:
            self.entries = _index(self.fd)

    def read(self, entry: PackEntry) -> bytes:
        """Return the bytes of one entry. Of an object they are compared with their checksum.

        Raises ``FileNotFoundError``, ``buckets.Unreachable``, or ``zipfile.BadZipFile`` where they are others.
        """
        if not self.object:
            return os.pread(self.fd, entry.length, entry.offset)
        data = buckets.read(self.object, entry.offset, entry.length)
        if f'"{zlib.crc32(data):08x}-{len(data):x}"' != entry.etag:
            raise zipfile.BadZipFile(f"{self.object} has other bytes than its card says")
        return data

    def get(self, name: str) -> bytes | None:
        entry = self.entries.get(name)
        return self.read(entry) if entry else None

    def is_whole(self) -> bool:
        """Say whether every entry still has its checksum. Raises as ``read`` does."""
        with tempfile.TemporaryFile() if self.object else os.fdopen(os.dup(self.fd), "rb") as file:
            if self.object:
                buckets.fetch(self.object, file)
            with zipfile.ZipFile(file) as pack:
                return pack.testzip() is None and _index(file.fileno()) == self.entries

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        # closed when the last reader lets go, so that a pack evicted in the middle of a read stays readable
        if hasattr(self, "fd"):
            close(self.fd)


def put_away(made: Path, at: Path) -> None:
    """Move a pack to its place: the file itself, or into the bucket with a card left here.

    Raises ``OSError``, or ``buckets.Unreachable``; then nothing stands at ``at`` that did not stand there before.
    """
    at.parent.mkdir(parents=True, exist_ok=True)
    if buckets.is_used():
        buckets.put(made, Pack(made).entries, at)
        if made != at:
            made.unlink()
    else:
        made.replace(at)


def _index(fd: int) -> dict[str, PackEntry]:
    entries = {}
    with os.fdopen(os.dup(fd), "rb") as file, zipfile.ZipFile(file) as pack:
        for info in pack.infolist():
            if info.compress_type != zipfile.ZIP_STORED:
                raise zipfile.BadZipFile(f"{info.filename} is compressed")
            # the first folder is the name the pack was made under and says nothing
            name = info.filename.partition("/")[2]
            if not name.endswith(".jpg"):
                continue  # the pack's own description of itself is not ours
            header = os.pread(fd, LOCAL_HEADER.size, info.header_offset)
            if len(header) < LOCAL_HEADER.size:
                raise zipfile.BadZipFile(f"{info.filename} lies beyond the end")
            name_length, extra_length = LOCAL_HEADER.unpack(header)
            start = info.header_offset + 30 + name_length + extra_length
            entries[name] = PackEntry(start, info.file_size, f'"{info.CRC:08x}-{info.file_size:x}"')
    return entries


class Shelf:
    """The packs that were asked for last, each open once in this process."""

    def __init__(self, capacity: int = 256) -> None:
        self.capacity = capacity
        self._packs: OrderedDict[tuple[int, int], Pack] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, path: Path | str) -> Pack:
        """Return the pack now standing at ``path``. Raises ``FileNotFoundError`` the moment its link is gone."""
        stat = os.stat(path)  # noqa: PTH116  a Path costs more than the call itself, and this runs for every tile
        identity = (stat.st_dev, stat.st_ino)
        with self._lock:
            pack = self._packs.get(identity)
            if pack:
                self._packs.move_to_end(identity)
                return pack
        pack = Pack(path)
        with self._lock:
            self._packs[pack.identity] = pack
            while len(self._packs) > self.capacity:
                self._packs.popitem(last=False)
        return pack


shelf = Shelf()
