"""Checksums of masters; knows no Django, so that the children of an ingest start quickly."""

import hashlib
from pathlib import Path


def checksum(path: Path) -> str:
    """SHA-512 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()
