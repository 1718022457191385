"""From a master to its packs, in a child process with limits: only this file ever decodes what strangers made.

Knows no Django. A pack is one uncompressed zip in the IIIF level-0 layout with the announced sizes ready-made.
"""

import io
import os
import re
import resource
import signal
import uuid
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypdfium2
import pyvips
from PIL import Image

from catalog.words import Said
from catalog.words import gettext_noop as _
from iiif.checksums import checksum
from iiif.image.sizes import TILE, ready_sizes
from iiif.ingest import doubts

FORMATS = {
    "JPEG": (".jpg", ".jpeg"),
    "MPO": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "TIFF": (".tif", ".tiff"),
    "PDF": (".pdf",),
}
ACCEPTED = tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes)
JPEG = "[Q=85]"
# TIFF 6.0, section 8: NewSubfileType, bit 0 says that the frame is a smaller copy of another
NEW_SUBFILE_TYPE, REDUCED = 254, 1
PDF_DPI = 200
SAMPLES = frozenset({"uchar", "ushort"})
FUNCTION = re.compile(r"^\s*\w+: ")
CPU_SECONDS = 120
MEMORY_BYTES = 6 * 2**30


class Refused(Said):
    """The file is not taken in; the message says why in a whole sentence."""


class Doubtful(Refused):
    """The file is not taken in before an archivist has looked at it and said so."""


@dataclass(frozen=True)
class Limits:
    """What a master may measure: pixels in all, pixels a side, pages, bytes."""

    pixels: int
    side: int
    pages: int
    bytes: int


@dataclass(frozen=True)
class PressedPage:
    """One finished page: its place in the master, its size in pixels, where its pack was written."""

    number: int
    width: int
    height: int
    pack: Path


@dataclass(frozen=True)
class PressedMaster:
    """One finished master."""

    sha512: str
    suffix: str
    bytes: int
    pages: tuple[PressedPage, ...]


def confine() -> None:
    """Bound this process for good: memory, core dumps, and no interrupt of its own (the parent decides)."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Image.MAX_IMAGE_PIXELS = None  # the limits below are checked on the header, before anything is decoded
    warnings.simplefilter("ignore")
    pyvips.cache_set_max(0)
    os.environ["VIPS_CONCURRENCY"] = "1"


def _give_time() -> None:
    """A fresh allowance of processor time for this master; past it the kernel ends the process."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(spent.ru_utime + spent.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def press(
    path: Path,
    *,
    target: Path | None,
    limits: Limits,
    known: frozenset[tuple[str, int]] = frozenset(),
    is_accepted: bool = False,
) -> PressedMaster:
    """Check one master and write the packs of its pages into the folder ``target``; without one, only check it.

    ``known`` names pages (checksum, number) that are there already and are not made again; ``is_accepted`` says that
    an archivist has looked at the file and takes it as it is. Raises ``Refused`` for whatever a decoder complains of,
    and ``Doubtful``.
    """
    try:
        return _press(path, target=target, limits=limits, known=known, is_accepted=is_accepted)
    except (OSError, pypdfium2.PdfiumError) as wrong:
        raise Refused(_("The file cannot be read: {why}"), why=_plain(wrong)) from wrong


def _press(
    path: Path,
    *,
    target: Path | None,
    limits: Limits,
    known: frozenset[tuple[str, int]],
    is_accepted: bool,
) -> PressedMaster:
    _give_time()
    size = path.stat().st_size
    if size == 0:
        raise Refused(_("The file is empty."))
    if size > limits.bytes:
        raise Refused(
            _("The file has {size} MB; at most {limit} MB are taken."),
            size=round(size / 2**20),
            limit=round(limits.bytes / 2**20),
        )
    kind = _kind(path)
    sha512 = checksum(path)
    pages: list[PressedPage] = []
    doubts_about: dict[str, list[int]] = {}
    for number, load in enumerate(_pages(path, kind, limits)):
        if (sha512, number) in known:
            continue
        image = _decoded(load, number)
        doubt = None if is_accepted else doubts.of_page(image)
        if doubt:
            doubts_about.setdefault(doubt, []).append(number + 1)
        elif not doubts_about:
            pages.append(PressedPage(number, image.width, image.height, _packed(image, target)))
    if pages and kind in ("JPEG", "MPO") and not is_accepted and (doubt := doubts.of_jpeg(path)):
        raise Doubtful(doubt)
    if doubts_about:
        numbers = sorted(number for each in doubts_about.values() for number in each)
        # of several kinds of doubt none may go unsaid: the word for all is given once
        doubt = next(iter(doubts_about)) if len(doubts_about) == 1 else doubts.SEVERAL
        raise Doubtful(doubt, page=", ".join(map(str, numbers)))
    return PressedMaster(sha512, path.suffix, size, tuple(pages))


def _decoded(load: Callable[[], pyvips.Image], number: int) -> pyvips.Image:
    """One page, decoded whole and upright. Raises ``Refused``."""
    try:
        image = load()
        if image.format not in SAMPLES:
            raise Refused(
                _("Its samples are numbers of the kind {kind}; scans of 8 and 16 bits are taken."),
                kind=image.format,
            )
        return _upright(image)
    except (pyvips.Error, pypdfium2.PdfiumError, MemoryError) as wrong:
        raise Refused(
            _("The picture is damaged or incomplete (page {page}): {why}"),
            page=number + 1,
            why=_plain(wrong),
        ) from wrong


def _packed(image: pyvips.Image, target: Path | None) -> Path:
    """The pack of a page, under a name of its own: two files of equal content may be pressed at once."""
    pack = (target or Path()) / f"{uuid.uuid4().hex}.zip"
    if target:
        _write_pack(image, pack)
    return pack


# -- what it is -------------------------------------------------------------------------------------


def _kind(path: Path) -> str:
    """Tell the format by content and compare it with the name. Raises ``Refused``."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        kind = "PDF"
    else:
        try:
            with Image.open(path) as image:
                kind = image.format or ""
        except Exception as wrong:
            raise Refused(
                _("The file is not a picture that can be read, or it is damaged at its beginning.")
            ) from wrong
    if kind not in FORMATS:
        raise Refused(_("{kind} pictures are not taken; JPEG, PNG, TIFF and PDF are."), kind=kind)
    if path.suffix.lower() not in FORMATS[kind]:
        raise Refused(
            _("The file holds {kind} although its name ends in {suffix}."),
            kind=kind,
            suffix=path.suffix,
        )
    return kind


def _check_size(width: int, height: int, limits: Limits) -> None:
    if width < 1 or height < 1:
        raise Refused(_("The picture has no pixels."))
    if max(width, height) > limits.side:
        raise Refused(
            _("The picture is {width} × {height} pixels; at most {limit} a side are taken."),
            width=width,
            height=height,
            limit=limits.side,
        )
    if width * height > limits.pixels:
        raise Refused(
            _("The picture has {pixels} million pixels; at most {limit} million are taken."),
            pixels=round(width * height / 1e6),
            limit=round(limits.pixels / 1e6),
        )


# -- its pages --------------------------------------------------------------------------------------


def _pages(path: Path, kind: str, limits: Limits) -> Iterator[Callable[[], pyvips.Image]]:
    """Yield a loader for each page, in order, after its header was checked."""
    if kind == "PDF":
        yield from _pdf_pages(path, limits)
        return
    for frame, (width, height) in _frame_sizes(path, kind, limits):
        _check_size(width, height, limits)
        yield _loader(path, kind, frame)


def _frame_sizes(path: Path, kind: str, limits: Limits) -> list[tuple[int, tuple[int, int]]]:
    """Frames that are pages, with their sizes, read from the headers alone."""
    try:
        with Image.open(path) as image:
            if kind == "TIFF":
                return _count_frames(image, limits)
            sizes, is_film = (
                [(0, image.size)],
                kind == "PNG" and getattr(image, "is_animated", False),
            )
    except (Refused, MemoryError):
        raise
    except Exception as wrong:
        raise Refused(_("The picture is damaged: {why}"), why=_plain(wrong)) from wrong
    if is_film:
        raise Refused(_("The picture is animated."))
    return sizes


def _count_frames(image: Image.Image, limits: Limits) -> list[tuple[int, tuple[int, int]]]:
    sizes: list[tuple[int, tuple[int, int]]] = []
    for frame in range(limits.pages + 1):
        try:
            image.seek(frame)
        except EOFError:
            return sizes
        if (
            image.tag_v2.get(  # type: ignore[attr-defined]
                NEW_SUBFILE_TYPE, 0
            )
            & REDUCED
        ):
            continue  # a smaller copy of the page before, in a pyramid
        sizes.append((frame, image.size))
    raise Refused(_("The file has more than {limit} pages."), limit=limits.pages)


def _loader(path: Path, kind: str, number: int) -> Callable[[], pyvips.Image]:
    options = {"page": number} if kind == "TIFF" else {}
    return lambda: pyvips.Image.new_from_file(str(path), fail_on="warning", **options)


def _pdf_pages(path: Path, limits: Limits) -> Iterator[Callable[[], pyvips.Image]]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as wrong:
        if "password" in str(wrong).lower():
            raise Refused(_("The PDF is locked with a password.")) from wrong
        raise Refused(_("The PDF is damaged and cannot be opened.")) from wrong
    with document:
        if len(document) == 0:
            raise Refused(_("The PDF has no pages."))
        if len(document) > limits.pages:
            raise Refused(
                _("The PDF has {count} pages; at most {limit} are taken."),
                count=len(document),
                limit=limits.pages,
            )
        for number in range(len(document)):
            page = document[number]
            width, height = (round(points * PDF_DPI / 72) for points in page.get_size())
            _check_size(width, height, limits)
            yield partial(_pdf_image, page)


def _pdf_image(page) -> pyvips.Image:
    bitmap = page.render(scale=PDF_DPI / 72, rev_byteorder=True)
    rows = bytes(bitmap.buffer)
    bands = bitmap.n_channels
    image = pyvips.Image.new_from_memory(rows, bitmap.stride // bands, bitmap.height, bands, "uchar")
    return image.crop(0, 0, bitmap.width, bitmap.height).copy(interpretation="srgb" if bands >= 3 else "b-w")


# -- its pack ---------------------------------------------------------------------------------------


def _upright(image: pyvips.Image) -> pyvips.Image:
    """Turn upright, to 8-bit sRGB or gray, on white, without profile: as browsers expect it."""
    image = image.autorot()
    if image.get_typeof("icc-profile-data"):
        try:
            image = image.icc_transform("srgb", embedded=True, depth=8)
        except pyvips.Error:
            image = image.copy()  # a broken profile must not cost the picture
    if image.hasalpha():
        image = image.flatten(background=_white(image))
    if image.interpretation in ("b-w", "grey16"):
        image = image.colourspace("b-w")
    elif image.interpretation != "srgb":
        image = image.colourspace("srgb")
    if image.format != "uchar":
        image = image.cast("uchar")
    if image.bands > 3:
        image = image.extract_band(0, n=3)
    return image.copy_memory()


def _white(image: pyvips.Image) -> list[float]:
    return [65535.0 if image.format == "ushort" else 255.0]


def _write_pack(image: pyvips.Image, pack: Path) -> None:
    """Write tiles, then the ready sizes; the name stands only when all is written and on disk."""
    passing = pack.with_suffix(".part.zip")
    image.dzsave(
        str(passing),
        layout="iiif3",
        tile_size=TILE,
        suffix=f".jpg{JPEG}",
        container="zip",
        keep="none",
    )
    prefix = passing.stem
    with zipfile.ZipFile(passing, "a", zipfile.ZIP_STORED) as tiles:
        present = set(tiles.namelist())
        small = image
        for width, height in reversed(ready_sizes(image.width, image.height)):
            name = f"{prefix}/full/{width},{height}/0/default.jpg"
            # each from the next larger one, kept in memory: the page itself is walked through once
            small = small.thumbnail_image(width, height=height, size="force").copy_memory()
            if name not in present:
                tiles.writestr(name, small.jpegsave_buffer(Q=85, keep="none"))
    with passing.open("rb") as written:
        os.fsync(written.fileno())
    passing.replace(pack)


def _plain(wrong: Exception) -> str:
    """A decoder's complaint on one line, each said once, without paths of the machine and names of its functions."""
    lines = dict.fromkeys(FUNCTION.sub("", line).strip() for line in io.StringIO(str(wrong)))
    told = [line for line in lines if line and not line.startswith("unable to ")]
    words = ("; ".join(told) or type(wrong).__name__).split()
    return " ".join("…" if "/" in word else word for word in words)[:160]
