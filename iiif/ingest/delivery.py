"""A delivery of scans: which file belongs to which record, by folder, by file name or by a list."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.models import Record
from catalog.words import gettext_noop as _
from iiif.ingest.press import ACCEPTED

TEXTS = (".xml", ".alto", ".hocr", ".html", ".htm")
LIST_NAMES = ("scans.csv", "danh-muc.csv")
IGNORED = {".ds_store", "thumbs.db", "desktop.ini", *LIST_NAMES}
PAGE_NUMBER = re.compile(r"^(?P<code>.+?)[-_. ]+(?:p|tr|trang)?\.?\s*\d{1,7}$", re.IGNORECASE)
DIGITS = re.compile(r"(\d+)")


class BadList(Exception):
    """The CSV list of a delivery cannot be used; the message says why."""


@dataclass(frozen=True)
class DeliveredFile:
    """One file and the record it goes to."""

    path: Path
    record: Record
    label: str = ""


@dataclass
class ScanDelivery:
    """What came: files with their records in page order, and files that nobody can place."""

    pages: list[DeliveredFile] = field(default_factory=list)
    refusals: list[dict] = field(default_factory=list)

    def refuse(self, file: str, reason: str, /, **values) -> None:
        """Note that a file or row is not taken; ``reason`` is a sentence to translate and fill in."""
        self.refusals.append({"file": file, "reason": reason, "values": values})


def code_key(code: str) -> str:
    """A reference code as a file name could spell it: Unicode form, case and punctuation do not count.

    >>> code_key("TTL/HS.12") == code_key("ttl-hs_12")
    True
    """
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", code).casefold()).strip("-")


def natural(text: str) -> list:
    """Sort key that puts page 2 before page 10."""
    return [
        int(part) if part.isdigit() else part.casefold() for part in DIGITS.split(unicodedata.normalize("NFC", text))
    ]


def read_folder(folder: Path, *, listing: Path | None = None, record: Record | None = None) -> ScanDelivery:
    """Match every file under a folder to a record.

    With ``record``, all belong to it. With ``listing`` (or a ``scans.csv`` in the folder: columns ``file``,
    ``reference_code`` and optionally ``label``) the list decides and gives the order. Otherwise the code is the
    file's name without page number, or the name of the folder that it stands in. A text file (ALTO, hOCR) goes with
    the picture beside it that has the same name. Symbolic links are refused.
    """
    delivery = ScanDelivery()
    if listing is None and record is None:
        listing = next((folder / name for name in LIST_NAMES if (folder / name).is_file()), None)
    if listing is not None:
        _by_list(folder, listing, delivery)
    else:
        _by_name(folder, delivery, record)
    return delivery


def _files(folder: Path, delivery: ScanDelivery) -> Iterator[Path]:
    for path in sorted(folder.rglob("*"), key=lambda p: natural(str(p.relative_to(folder)))):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            delivery.refuse(name, _("It is a symbolic link, and links are not followed."))
        elif path.is_file() and path.name.lower() not in IGNORED and not path.name.startswith("."):
            if path.suffix.lower() in ACCEPTED:
                yield path
            elif path.suffix.lower() in TEXTS:
                if not _has_picture(path):
                    delivery.refuse(name, _("It is a text, and no picture beside it has the same name."))
            else:
                delivery.refuse(
                    name,
                    _("Files ending in {suffix} are not taken; JPEG, PNG, TIFF and PDF are."),
                    suffix=path.suffix or "…",
                )


def _bare(path: Path) -> str:
    """The name without its endings: ``trang-1`` of ``trang-1.alto.xml``."""
    return path.name[: -len(path.suffix)].removesuffix(".alto").removesuffix(".hocr")


def _has_picture(text: Path) -> bool:
    return any(path.stem == _bare(text) and path.suffix.lower() in ACCEPTED for path in text.parent.iterdir())


def text_of(picture: Path) -> Path | None:
    """The text file that was delivered beside a picture, by the same name."""
    for ending in (*TEXTS, ".alto.xml", ".hocr.html"):
        path = picture.with_name(picture.stem + ending)
        if path.is_file() and not path.is_symlink():
            return path
    return None


def _records() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pk, code in Record.objects.exclude(reference_code="").order_by().values_list("pk", "reference_code"):
        found.setdefault(code_key(code), []).append(pk)
    return found


def _by_name(folder: Path, delivery: ScanDelivery, record: Record | None) -> None:
    codes = {} if record else _records()
    loaded: dict[int, Record] = {}
    for path in _files(folder, delivery):
        if record:
            delivery.pages.append(DeliveredFile(path, record))
            continue
        name = str(path.relative_to(folder))
        candidates = [path.stem]
        if match := PAGE_NUMBER.match(unicodedata.normalize("NFC", path.stem)):
            candidates.append(match["code"])
        candidates += [part.name for part in path.relative_to(folder).parents if part.name]
        _place(path, name, candidates, codes, loaded, delivery)


def _place(path, name, candidates, codes, loaded, delivery, label: str = "") -> None:
    for candidate in candidates:
        found = codes.get(code_key(candidate), [])
        if len(found) > 1:
            delivery.refuse(
                name,
                _("The reference code {code} belongs to {count} records."),
                code=candidate,
                count=len(found),
            )
            return
        if found:
            pk = found[0]
            if pk not in loaded:
                loaded[pk] = Record.objects.get(pk=pk)
            delivery.pages.append(DeliveredFile(path, loaded[pk], label))
            return
    delivery.refuse(name, _("No record has the reference code {code}."), code=candidates[-1])


def _by_list(folder: Path, listing: Path, delivery: ScanDelivery) -> None:
    codes, root = _records(), folder.resolve()
    loaded: dict[int, Record] = {}
    for number, row in enumerate(_rows(listing), start=2):
        name = unicodedata.normalize("NFC", (row.get("file") or "").strip())
        where = f"{listing.name}, line {number}"
        if not name or not (row.get("reference_code") or "").strip():
            delivery.refuse(where, _("The row names no file or no reference code."))
            continue
        path = _find(folder, name)
        if path is None or not path.resolve().is_relative_to(root) or path.is_symlink():
            delivery.refuse(where, _("The file {name} does not stand in the folder."), name=name)
            continue
        _place(
            path,
            name,
            [row["reference_code"].strip()],
            codes,
            loaded,
            delivery,
            (row.get("label") or "").strip()[:80],
        )


def _find(folder: Path, name: str) -> Path | None:
    """The file of that name, whichever Unicode form the disk spells it in."""
    for form in ("NFC", "NFD"):
        path = folder / unicodedata.normalize(form, name)
        if path.is_file():
            return path
    return None


def _rows(listing: Path) -> list[dict]:
    try:
        text = listing.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise BadList(f"{listing.name} is not a CSV file in UTF-8.") from wrong
    if rows and not {"file", "reference_code"} <= set(rows[0]):
        raise BadList(f"{listing.name} needs the columns file and reference_code.")
    return rows
