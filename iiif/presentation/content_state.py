"""Content State 1.0: a link that lands on one spot of one page."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from catalog.words import Said
from catalog.words import gettext_noop as _

LONGEST = 20_000
MANIFEST = re.compile(r"/iiif/presentation/[23]/([0-9a-hjkmnp-tv-z]{10})/manifest\Z", re.ASCII)
CANVAS = re.compile(
    r"/iiif/presentation/[23]/([0-9a-hjkmnp-tv-z]{10})/canvas/([0-9a-hjkmnp-tv-z]{10})"
    r"(?:#xywh=(?:pixel:)?(\d{1,6},\d{1,6},\d{1,6},\d{1,6}))?\Z",
    re.ASCII,
)


class NotAState(Said):
    """The link cannot be understood; the message says so to whoever followed it."""


@dataclass(frozen=True)
class State:
    """Where a link leads: a record, perhaps one of its pages, perhaps a region of it in pixels."""

    record_key: str
    scan_key: str = ""
    xywh: str = ""


def encode(document: dict) -> str:
    """Content state encoding (section 6): JSON, percent-encoded, base64url without padding."""
    said = quote(json.dumps(document, separators=(",", ":")), safe="!'()*~")
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def decode(text: str) -> State:
    """Read the value of ``iiif-content`` in any of its forms (section 2.2). Raises ``NotAState``.

    A plain address, the JSON itself, or the JSON in content state encoding.
    """
    if len(text) > LONGEST:
        raise NotAState(_("The link is too long."))
    if text.startswith(("http://", "https://", "/")):
        return _of_address(text)
    if not text.lstrip().startswith(("{", "[", '"')):
        text = _opened(text)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise NotAState(_("The link is damaged.")) from wrong
    return _of(document)


def _opened(text: str) -> str:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return unquote(raw.decode(), errors="strict")
    except (binascii.Error, UnicodeDecodeError, ValueError) as wrong:
        raise NotAState(_("The link is damaged.")) from wrong


def _of(value, depth: int = 0) -> State:
    """The first of the targets that is ours, most precise first."""
    if isinstance(value, str):
        return _of_address(value)
    if isinstance(value, list) and value and depth < DEEPEST:
        return _of(value[0], depth + 1)
    if not isinstance(value, dict) or depth >= DEEPEST:
        raise NotAState(_("The link does not say what to open."))
    if "target" in value:
        return _of(value["target"], depth + 1)
    if "source" in value:
        return _with_selector(_of(value["source"], depth + 1), value.get("selector"))
    return _of(value.get("id"), depth + 1) if value.get("id") else _of(None, DEEPEST)


DEEPEST = 6


def _with_selector(state: State, selector) -> State:
    if isinstance(selector, list) and selector:
        selector = selector[0]
    if isinstance(selector, dict) and isinstance(selector.get("value"), str):
        match = re.match(
            r"xywh=(?:pixel:)?(\d{1,6},\d{1,6},\d{1,6},\d{1,6})\Z", selector["value"], re.ASCII
        )
        if match:
            return State(state.record_key, state.scan_key, match[1])
    return state


def _of_address(address: str) -> State:
    if match := CANVAS.search(address):
        return State(match[1], match[2], match[3] or "")
    if match := MANIFEST.search(address):
        return State(match[1])
    raise NotAState(_("The link leads to a document of another institution."))
