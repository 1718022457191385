"""The vault: what is known of a reader's papers, sealed so that a stolen database or disk says nothing.

AES-256-GCM (NIST SP 800-38D) with a random nonce; the place of a value (for a card: which field of which row) is bound
to it, so that a value moved elsewhere does not open. The first byte names the key, so that keys can be changed while
old values are still read. A second key makes an index by HMAC-SHA-256: the same number is found again, and nobody who
lacks the key can try out all numbers.
"""

import base64
import hashlib
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class Broken(Exception):
    """A sealed value does not open: it was altered, moved, or its key is not here."""


def seal(data: bytes, place: str) -> bytes:
    """Seal bytes for a place, under the newest key."""
    number, key = _keys()[-1]
    nonce = os.urandom(NONCE)
    return bytes([number]) + nonce + AESGCM(key).encrypt(nonce, data, place.encode())


def open_sealed(sealed: bytes, place: str) -> bytes:
    """Open what was sealed for this place. Raises ``Broken``."""
    sealed = bytes(sealed)
    key = dict(_keys()).get(sealed[0]) if sealed else None
    if key is None:
        raise Broken("The key of this value is not among the reader keys.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place.encode())
    except InvalidTag as wrong:
        raise Broken("This value was altered or belongs elsewhere.") from wrong


def seal_text(text: str, place: str) -> bytes:
    """Seal words; nothing stays nothing."""
    return seal(text.encode(), place) if text else b""


def open_text(sealed: bytes, place: str) -> str:
    return open_sealed(sealed, place).decode() if sealed else ""


def index(text: str) -> str:
    """A mark by which the same number is found again: 128 bits of HMAC-SHA-256, as hexadecimal digits."""
    key = base64.b64decode(settings.READER_INDEX_KEY)
    return hmac.new(key, text.strip().upper().encode(), hashlib.sha256).hexdigest()[:32]


def keep_file(name: str, data: bytes, place: str) -> None:
    """Keep a file sealed in the folder of readers' files."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_bytes(seal(data, place))
    unfinished.replace(path)


def read_file(name: str, place: str) -> bytes | None:
    """The file's bytes, or ``None`` where it is not there. Raises ``Broken``."""
    path = _path(name)
    return open_sealed(path.read_bytes(), place) if path.exists() else None


def drop_file(name: str) -> None:
    """Erase a file; one that is not there is gone already."""
    _path(name).unlink(missing_ok=True)


def kept_files() -> list[str]:
    """Names of the files that are kept."""
    folder = Path(settings.READER_FILES)
    return [path.stem for path in folder.glob("*.sealed")] if folder.exists() else []


def _path(name: str) -> Path:
    return Path(settings.READER_FILES) / f"{name}.sealed"


def _keys() -> list[tuple[int, bytes]]:
    """Numbered keys, the newest last, out of ``1:<base64>,2:<base64>``."""
    pairs = (each.partition(":") for each in settings.READER_KEYS.split(","))
    return [(int(number), base64.b64decode(key)) for number, _colon, key in pairs]
