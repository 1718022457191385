"""The embedded archive: SQLite, Whoosh, folders, a worker in the same process. Never for the open internet."""

import os

from portal.settings.base import *

# A known key and a known password belong to a demonstration on one's own machine only.
SECRET_KEY = "demo-only-not-a-secret-" + "0" * 40
DEMO_PASSWORD = "tangthu-demo-2026"
READER_KEYS = "1:" + "ZGVtby1vbmx5LWtleS1vZi0zMi1ieXRlcy1sb25nISE="
READER_INDEX_KEY = "YW5vdGhlci1kZW1vLW9ubHkta2V5"
SIGNING_IS_TEST = True
DEBUG = False
ALLOWED_HOSTS = ["*"]
SMS_GATEWAY = "sms.luutru.example"
# its accounts are for everyone who has read the README
STAFF_NEED_SECOND_FACTOR = False
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

if "TANGTHU_VAR" in os.environ:
    VAR = Path(os.environ["TANGTHU_VAR"])
    DATABASES["default"] = sqlite(VAR)
    HAYSTACK_CONNECTIONS["default"]["PATH"] = VAR / "index/public"
    HAYSTACK_CONNECTIONS["staff"]["PATH"] = VAR / "index/staff"
    STATIC_ROOT, MEDIA_ROOT = VAR / "static", VAR / "media"
    IIIF_MASTERS, IIIF_COPIES = VAR / "masters", VAR / "copies"
    IIIF_OPEN, IIIF_LENT, IIIF_INCOMING = VAR / "open", VAR / "lent", VAR / "incoming"
    CACHES["default"]["LOCATION"] = VAR / "cache"
    ACCESS_JOURNAL = VAR / "access.journal"
    READER_FILES, COPY_FILES = VAR / "readers", VAR / "deliveries"
# a certificate that says of itself that it is none; make demo writes it
SIGNING_KEY, SIGNING_CERTIFICATE = VAR / "signing/key.pem", VAR / "signing/certificate.pem"

# links in mail are written by the worker, which has no request to read the address from
WAGTAILADMIN_BASE_URL = os.environ.get("TANGTHU_DEMO_ADDRESS", WAGTAILADMIN_BASE_URL)

if "TANGTHU_MAIL" in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = os.environ["TANGTHU_MAIL"]
