"""The tile route: a plain WSGI callable in front of Django that hands out ready tiles of open scans.

It reads no database and decodes nothing. It answers only what lies in the pack of a scan that has an open link;
everything else goes on to Django, where the gate is asked.
"""

import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from iiif.gate import OPEN_CACHE
from iiif.image.packs import shelf
from iiif.shelves import open_link

PATH = re.compile(r"\A/iiif/3/([0-9a-hjkmnp-tv-z]{10})/([^/]+/[^/]+/0/default\.jpg)\Z", re.ASCII)
CORS = [("Access-Control-Allow-Origin", "*")]


class TileRoute:
    """Wrap a WSGI application; ``open_link`` says where the link of a scan would be."""

    def __init__(self, application: Callable, *, link: Callable[[str], Path] = open_link) -> None:
        self.application = application
        self.link = link

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        match = PATH.match(environ["PATH_INFO"])
        if match is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        try:
            pack = shelf.open(self.link(match[1]))
        except (OSError, zipfile.BadZipFile):
            return self.application(environ, start_response)
        entry = pack.entries.get(match[2])
        if entry is None:
            return self.application(environ, start_response)
        headers = [*CORS, ("Cache-Control", OPEN_CACHE), ("ETag", entry.etag)]
        asked = environ.get("HTTP_IF_NONE_MATCH", "")
        if asked == "*" or entry.etag in asked:
            start_response("304 Not Modified", headers)
            return []
        headers += [
            ("Content-Type", "image/jpeg"),
            ("Content-Length", str(entry.length)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [pack.read(entry)]
