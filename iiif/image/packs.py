"""Packs: one uncompressed zip a page, whose entries are the canonical tiles; read by offset, never decoded.

Layout and choice: docs/decisions/packs.md. An entry's CRC-32 and length make a free strong ETag.
"""

import os
import struct
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

LOCAL_HEADER = struct.Struct("<26xHH")


class Entry(NamedTuple):
    """Where one tile lies in its pack: bytes from the start, bytes long; its CRC-32 and length as a strong ETag."""

    offset: int
    length: int
    etag: str


class Pack:
    """An open pack: a file descriptor and its index."""

    def __init__(self, path: Path | str) -> None:
        self.fd = os.open(path, os.O_RDONLY)
        stat = os.fstat(self.fd)
        self.identity = (stat.st_dev, stat.st_ino)
        self.entries = _index(self.fd)

    def read(self, entry: Entry) -> bytes:
        return os.pread(self.fd, entry.length, entry.offset)

    def get(self, name: str) -> bytes | None:
        entry = self.entries.get(name)
        return self.read(entry) if entry else None

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        # closed when the last reader lets go, so that a pack evicted in the middle of a read stays readable
        if hasattr(self, "fd"):
            close(self.fd)


def _index(fd: int) -> dict[str, Entry]:
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
            entries[name] = Entry(start, info.file_size, f'"{info.CRC:08x}-{info.file_size:x}"')
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
