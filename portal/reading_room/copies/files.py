"""Files made for readers, where they lie until they are fetched."""

import hashlib
import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_noop

from portal.reading_room.copies.models import FinishedCopy
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.rules.errors import NotAllowedNow


@dataclass(frozen=True)
class Made:
    """A file that was made: where it lies, how it is called, what it weighs, its digest, and whose pages it holds."""

    ref: uuid.UUID
    name: str
    size: int
    sha512: str
    scan_keys: tuple[str, ...]
    # of the signed document that the verification page is asked about: in a package it lies inside
    certificate_sha512: str


def path_of(finished_copy: FinishedCopy) -> Path:
    return _path(finished_copy.ref)


def open_file(finished_copy: FinishedCopy) -> BinaryIO:
    """Raises ``NotAllowedNow`` where it is not there: its folder may not be mounted."""
    try:
        return path_of(finished_copy).open("rb")
    except OSError as wrong:
        raise NotAllowedNow(gettext_noop("This copy cannot be downloaded any more.")) from wrong


def drop_file(ref: uuid.UUID) -> None:
    """Erase a file; one that is gone is gone."""
    _path(ref).unlink(missing_ok=True)


def stray_files() -> Iterable[Path]:
    """Files that no row keeps: left by an attempt, or an erasure, that was interrupted."""
    known = {str(ref) for ref in FinishedCopy.objects.filter(purged_at=None).values_list("ref", flat=True)}
    folder = Path(settings.COPY_FILES)
    return [path for path in folder.glob("*") if path.name not in known] if folder.exists() else []


def put_away(access_request: AccessRequest, made: Path, scan_keys: tuple[str, ...], signed: str) -> Made:
    """Lay a file where only its reader fetches it; ``signed`` is the digest that the register keeps."""
    code = (access_request.record.reference_code or access_request.record.key)[:100]
    kind = "-xac-thuc" if access_request.use_rules.is_signed else "-ban-sao"
    name = "".join(sign if sign.isalnum() or sign in "-._" else "-" for sign in code) + kind
    ref = uuid.uuid4()
    path = _path(ref)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    shutil.copyfile(made, unfinished)
    unfinished.replace(path)
    return Made(ref, name + made.suffix, path.stat().st_size, digest_of(path), scan_keys, signed)


def digest_of(path: Path) -> str:
    """SHA-512 in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha512").hexdigest()


def _path(ref: uuid.UUID) -> Path:
    return Path(settings.COPY_FILES) / f"{ref}"
