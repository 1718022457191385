"""The tile route: a plain WSGI callable in front of Django that hands out ready tiles.

It reads no database and decodes nothing. It answers only what lies in the pack of a scan that has an open link, or a
link in a folder that the reader's pass opens; everything else goes on to Django, where the gate is asked.
"""

import zipfile
from collections.abc import Callable, Iterable

from django.conf import settings

from iiif import gate, passes
from iiif.image.buckets import Unreachable
from iiif.image.packs import Pack, PackEntry, shelf
from iiif.service.info import PROFILE_LINK
from iiif.uris import IMAGE_PREFIX

CORS = ("Access-Control-Allow-Origin", "*")
EXPOSED = ("Access-Control-Expose-Headers", "Link, ETag, Retry-After")
NOSNIFF = ("X-Content-Type-Options", "nosniff")
JPEG = ("Content-Type", "image/jpeg")
KEY = slice(len(IMAGE_PREFIX), len(IMAGE_PREFIX) + 10)
AFTER_KEY = KEY.stop


class TileRoute:
    """Wrap a WSGI application; ``folder`` holds the links of open scans."""

    def __init__(self, application: Callable, *, folder: str | None = None) -> None:
        self.application = application
        self.folder = folder or str(settings.IIIF_OPEN)
        self.root = getattr(settings, "BASE_URL", "")
        self.open_rule = ("Cache-Control", gate.open_cache())
        self.guarded_rule = ("Cache-Control", gate.GUARDED_CACHE)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        key = path[KEY]
        if (
            not path.startswith(IMAGE_PREFIX)
            or path[AFTER_KEY : AFTER_KEY + 1] != "/"
            or method not in ("GET", "HEAD")
            # letters and digits only: nothing that could climb out of the folder
            or not (key.isascii() and key.isalnum())
        ):
            return self.application(environ, start_response)
        name, rule = path[AFTER_KEY + 1 :], self.open_rule
        found = _look(f"{self.folder}/{key[:2]}/{key}.zip", name)
        if found is None:
            rule = self.guarded_rule
            for folder in passes.folders(environ.get("HTTP_COOKIE", "")):
                if found := _look(f"{folder}/{key}.zip", name):
                    break
            else:
                return self.application(environ, start_response)
        pack, entry = found
        etag = entry.etag
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and (asked == "*" or etag in asked):
            start_response("304 Not Modified", [CORS, rule, ("ETag", etag)])
            return []
        try:
            body = [] if method == "HEAD" else [pack.read(entry)]
        except (OSError, Unreachable, zipfile.BadZipFile):
            return self.application(environ, start_response)  # which says so, and writes it down
        root = self.root or f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
        links = ("Link", f'{PROFILE_LINK[3]}, <{root}{path}>;rel="canonical"')
        length = ("Content-Length", str(entry.length))
        start_response("200 OK", [CORS, EXPOSED, rule, ("ETag", etag), links, JPEG, length, NOSNIFF])
        return body


def _look(path: str, name: str) -> tuple[Pack, PackEntry] | None:
    try:
        pack = shelf.open(path)
    except (OSError, ValueError, zipfile.BadZipFile):
        return None
    entry = pack.entries.get(name)
    return (pack, entry) if entry else None
