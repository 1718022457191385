"""WSGI for a process that hands out ready tiles and nothing else: one thread, no view, no rendering.

What is not ready is answered 404 with a mark by which the proxy in front sends it to the pages' process instead.
"""

import os
from collections.abc import Callable, Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
django.setup()

from iiif.service.tiles import TileRoute  # noqa: E402  Django must be set up before its settings are read
from portal.reconciling import reconcile_before_serving  # noqa: E402

reconcile_before_serving()


def elsewhere(environ: dict, start_response: Callable) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Length", "0"), ("Cache-Control", "no-store")])
    return []


application = TileRoute(elsewhere)
