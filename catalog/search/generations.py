"""Where an index lies: one folder a generation, and a file that names the one in use.

A new generation is built beside the one in use and takes its place with one rename; whatever ends the building
before that leaves everything as it was. Whoever reads makes nothing here.
"""

import fcntl
import json
import pickle
import re
import shutil
import struct
import time
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from whoosh import index

POINTER, LOCK, SUMS = "current", "writing.lock", "sums.json"
GENERATION = re.compile(r"g-[0-9a-f]{32}")
# an index of before there were generations lies in the folder itself
ROOT = "."


# what Whoosh raises over a file that is missing, cut short or not its own
DAMAGED = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    struct.error,
    zlib.error,
    pickle.UnpicklingError,
    index.IndexError,
)


class SearchUnavailable(Exception):
    """The index cannot be read or written; nothing can be said about what it holds."""


class SearchBusy(SearchUnavailable):
    """Another process is writing to the index."""


def open_current(folder: Path) -> index.Index:
    """Open the generation in use. Raises ``SearchUnavailable`` where there is none or it is torn."""
    generation = folder / _current(folder)
    try:
        if not index.exists_in(str(generation)):
            raise SearchUnavailable(f"There is no index in {folder}.")
        return index.open_dir(str(generation))
    except DAMAGED as broken:
        raise SearchUnavailable(f"The index in {folder} cannot be opened: {broken}") from broken


def fingerprint(folder: Path) -> tuple:
    """What changes whenever a file of the generation in use does: names, sizes and times. Raises ``OSError``."""
    stats = [(path.name, path.stat()) for path in _files(folder / _current(folder))]
    return (_current(folder), *((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))


def seal(generation: Path) -> None:
    """Write down what each file of a generation holds, after every commit; called under ``writing``."""
    passing = generation / f".{SUMS}.new"
    passing.write_text(json.dumps(_sums(generation)))
    passing.replace(generation / SUMS)


def is_as_sealed(folder: Path) -> bool:
    """Whether the generation in use is, byte for byte, as its last commit left it; not, while a commit goes on.

    One of before there were seals is not either.
    """
    generation = folder / _current(folder)
    try:
        return json.loads((generation / SUMS).read_text()) == _sums(generation)
    except (OSError, ValueError):
        return False


def _files(generation: Path) -> list[Path]:
    """The files that hold an index, without locks and what stands there for us."""
    ours = (SUMS, POINTER, LOCK)
    return sorted(
        path
        for path in generation.iterdir()
        if path.is_file() and path.name not in ours and not path.name.endswith("WRITELOCK") and path.name[0] != "."
    )


def _sums(generation: Path) -> dict[str, int]:
    return {path.name: _sum(path, path.stat().st_mtime_ns) for path in _files(generation)}


@lru_cache(maxsize=1000)
def _sum(path: Path, written_at: int) -> int:
    """CRC-32 of a file, taken once for each time that it is written."""
    return zlib.crc32(path.read_bytes())


def begin(folder: Path) -> Path:
    """Make the folder of a new generation; nobody reads it before ``take_over``. Call it under ``writing``."""
    _sweep(folder)
    made = folder / f"g-{uuid.uuid4().hex}"
    made.mkdir(parents=True)
    return made


def take_over(folder: Path, generation: Path) -> None:
    """Have everybody read a generation from now on, and clear the others away."""
    passing = folder / f".{POINTER}.new"
    passing.write_text(generation.name)
    passing.replace(folder / POINTER)
    _sweep(folder)


@contextmanager
def writing(folder: Path, *, patience: float) -> Iterator[None]:
    """Hold the one right to write; the kernel gives it back whatever becomes of the process.

    Raises ``SearchBusy`` where another process holds it for longer than so many seconds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + patience
    with (folder / LOCK).open("a") as lock:
        while not _is_mine(lock):
            if time.monotonic() > end:
                raise SearchBusy(f"Another process is writing to {folder}.")
            time.sleep(0.1)  # flock itself knows no time limit
        yield


def _is_mine(lock) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def current(folder: Path) -> Path:
    """The folder of the generation in use. Raises ``SearchUnavailable``."""
    return folder / _current(folder)


def _current(folder: Path) -> str:
    try:
        name = (folder / POINTER).read_text()
    except FileNotFoundError:
        return ROOT
    except (OSError, UnicodeDecodeError) as wrong:
        raise SearchUnavailable(f"The index in {folder} cannot be read: {wrong}") from wrong
    if not GENERATION.fullmatch(name):
        raise SearchUnavailable(f"What {folder / POINTER} names is no generation of an index.")
    return name


def _sweep(folder: Path) -> None:
    """Clear away what is not in use: generations whose building was cut off, and the one before."""
    used = _current(folder)
    for path in folder.iterdir():
        if path.name in (used, POINTER, LOCK) or used == ROOT:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
