"""WSGI: ready tiles first, everything else through Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

django = get_wsgi_application()

from iiif.service.tiles import TileRoute  # noqa: E402  Django must be set up before its settings are read
from portal.reconciling import reconcile_before_serving  # noqa: E402

reconcile_before_serving()
application = TileRoute(django)
