"""Content State 1.0: a link that lands on one spot of one page."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from catalog.words import Said
from catalog.words import gettext_noop as _

LONGEST = 20_000
KEY = "[0-9a-hjkmnp-tv-z]{10}"
MANIFEST = re.compile(rf"/iiif/presentation/[23]/({KEY})/manifest\Z", re.ASCII)
CANVAS = re.compile(rf"/iiif/presentation/[23]/({KEY})/canvas/({KEY})\Z", re.ASCII)
XYWH = re.compile(r"xywh=(?:pixel:)?" + ",".join([r"(\d{1,6})(?:\.\d+)?"] * 4) + r"\Z", re.ASCII)


class NotAState(Said):
    """The link cannot be understood; the message says so to whoever followed it."""


@dataclass(frozen=True)
class LinkedView:
    """Where a link leads: a record, perhaps one of its pages, perhaps a region of it in pixels."""

    record_key: str
    scan_key: str = ""
    xywh: str = ""


def encode(document: dict) -> str:
    """Content state encoding (section 6): JSON, percent-encoded, base64url without padding."""
    said = quote(json.dumps(document, separators=(",", ":")), safe="!'()*~")
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def decode(text: str, *, root: str) -> LinkedView:
    """Read the value of ``iiif-content`` in any of its forms (section 2.2). Raises ``NotAState``.

    A plain address, the JSON itself, or the JSON in content state encoding. ``root`` is our own address; documents of
    other institutions are not opened.
    """
    if len(text) > LONGEST:
        raise NotAState(_("The link is too long."))
    if text.startswith(("http://", "https://")):
        return _StateReading(root).of_address(text)
    if not text.lstrip().startswith(("{", "[", '"')):
        text = _opened(text)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise NotAState(_("The link is damaged.")) from wrong
    return _StateReading(root).of(document)


def _opened(text: str) -> str:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return unquote(raw.decode(), errors="strict")
    except (binascii.Error, UnicodeDecodeError, ValueError) as wrong:
        raise NotAState(_("The link is damaged.")) from wrong


DEEPEST = 6


class _StateReading:
    """Looks for the first target that is ours, most precise first."""

    def __init__(self, root: str) -> None:
        self.root = root

    def of(self, value: Any, depth: int = 0) -> LinkedView:
        if isinstance(value, str):
            return self.of_address(value)
        if isinstance(value, list) and value and depth < DEEPEST:
            return self.of(value[0], depth + 1)
        if not isinstance(value, dict) or depth >= DEEPEST:
            raise NotAState(_("The link does not say what to open."))
        if "target" in value:
            return self.of(value["target"], depth + 1)
        if "source" in value:
            state = self.of(value["source"], depth + 1)
            return LinkedView(state.record_key, state.scan_key, _selected(value.get("selector")) or state.xywh)
        return self.of(value.get("id"), depth + 1)

    def of_address(self, address: str) -> LinkedView:
        """An address of ours; a fragment that cannot be read is left out, and the page still opens."""
        page, _hash, fragment = address.partition("#")
        if page.startswith(self.root + "/"):
            path = page[len(self.root) :]
            if match := CANVAS.match(path):
                region = XYWH.match(fragment)
                return LinkedView(match[1], match[2], ",".join(region.groups()) if region else "")
            if match := MANIFEST.match(path):
                return LinkedView(match[1])
        raise NotAState(_("The link leads to a document of another institution."))


def _selected(selector: Any) -> str:
    if isinstance(selector, list) and selector:
        selector = selector[0]
    if isinstance(selector, dict) and isinstance(selector.get("value"), str):
        region = XYWH.match(selector["value"])
        return ",".join(region.groups()) if region else ""
    return ""
