"""Access copies in an S3-compatible object store: a bucket holds the packs, and a card stands here for each of them.

A card lies where the pack would lie, so links, passes and withdrawal are the same as with files. It names the object
and carries the pack's index; a tile is then one range request (RFC 9110, section 14), and ``304`` needs none.
"""

import hashlib
import json
import os
import zlib
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

MAGIC = b"tang-thu card 1\n"


class Unreachable(Exception):
    """The object store gives no answer, or refuses us; what it holds may be in good order."""


class PackCard(NamedTuple):
    """The object that holds a pack, and the pack's index: name → (offset, length, etag)."""

    object: str
    entries: dict[str, tuple[int, int, str]]


def is_used() -> bool:
    return bool(settings.IIIF_COPIES_BUCKET)


def put(pack: Path, entries: "Mapping[str, tuple[int, int, str]]", at: Path) -> None:
    """Upload a pack and leave its card at ``at``; the card appears only when the store has the whole object.

    Objects are named by their bytes, so that a card never points into a pack that was made anew. Raises
    ``Unreachable``.
    """
    with pack.open("rb") as file:
        digest = hashlib.file_digest(file, "blake2b").hexdigest()[:32]
    name = f"{at.parent.name}/{at.stem}-{digest}.zip"
    _ask("upload_file", str(pack), settings.IIIF_COPIES_BUCKET, name)
    passing = at.with_name(f".{at.name}.{os.getpid()}")
    passing.write_bytes(MAGIC + zlib.compress(json.dumps([name, entries]).encode()))
    passing.replace(at)


def read_card(data: bytes) -> PackCard:
    """Read a card. Raises ``ValueError`` where it is damaged."""
    try:
        name, entries = json.loads(zlib.decompress(data.removeprefix(MAGIC)))
        return PackCard(name, entries)
    except (zlib.error, TypeError) as wrong:
        raise ValueError("the card of a pack is damaged") from wrong


def read(name: str, offset: int, length: int) -> bytes:
    """Return ``length`` bytes of an object from ``offset``. Raises ``FileNotFoundError``, ``Unreachable``."""
    asked = f"bytes={offset}-{offset + length - 1}"
    return _ask("get_object", Bucket=settings.IIIF_COPIES_BUCKET, Key=name, Range=asked)


def fetch(name: str, into: IO[bytes]) -> None:
    """Copy a whole object. Raises ``FileNotFoundError``, ``Unreachable``."""
    _ask("download_fileobj", settings.IIIF_COPIES_BUCKET, name, into)


def _ask(verb: str, *arguments, **named) -> Any:
    # loaded by those who use a bucket: it costs memory in every process that serves tiles
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer = getattr(_client(), verb)(*arguments, **named)
        return answer["Body"].read() if answer and "Body" in answer else None
    except ClientError as wrong:
        status = wrong.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 404 and wrong.response.get("Error", {}).get("Code") != "NoSuchBucket":
            raise FileNotFoundError(str(wrong)) from wrong
        raise Unreachable(str(wrong)) from wrong
    except (BotoCoreError, Boto3Error, OSError) as wrong:
        raise Unreachable(str(wrong)) from wrong


@cache
def _client() -> Any:
    """One client a process: it is safe between threads and keeps its connections."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=settings.IIIF_COPIES_ENDPOINT or None,
        region_name=settings.IIIF_COPIES_REGION,
        config=Config(
            connect_timeout=3,
            read_timeout=10,
            retries={"mode": "standard", "max_attempts": 2},
            max_pool_connections=32,
            s3={"addressing_style": "path" if settings.IIIF_COPIES_ENDPOINT else "auto"},
            # stores other than Amazon's do not all know the newer checksums
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
