"""The embedded archive: SQLite, Whoosh, folders, a worker in the same process. Never for the open internet."""

import os

from portal.settings.base import *

# A known key and a known password belong to a demonstration on one's own machine only.
SECRET_KEY = "demo-only-not-a-secret-" + "0" * 40
DEMO_PASSWORD = "tangthu-demo-2026"
DEBUG = False
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

if "TANGTHU_VAR" in os.environ:
    VAR = Path(os.environ["TANGTHU_VAR"])
    DATABASES["default"] = sqlite(VAR)
    HAYSTACK_CONNECTIONS["default"]["PATH"] = VAR / "index/public"
    HAYSTACK_CONNECTIONS["staff"]["PATH"] = VAR / "index/staff"
    STATIC_ROOT, MEDIA_ROOT = VAR / "static", VAR / "media"
    IIIF_MASTERS, IIIF_COPIES = VAR / "masters", VAR / "copies"
    IIIF_OPEN, IIIF_LENT, IIIF_INCOMING = VAR / "open", VAR / "lent", VAR / "incoming"

# links in mail are written by the worker, which has no request to read the address from
WAGTAILADMIN_BASE_URL = os.environ.get("TANGTHU_DEMO_ADDRESS", WAGTAILADMIN_BASE_URL)

if "TANGTHU_MAIL" in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = os.environ["TANGTHU_MAIL"]
