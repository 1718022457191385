"""A real archive: everything that differs from base comes from the environment (docs/operator.md lists it)."""

import os

from portal.settings.base import *


def wanted(name: str) -> str:
    """Read a variable that has no safe default; refuse to start without it."""
    try:
        return os.environ[name]
    except KeyError:
        raise SystemExit(f"{name} must be set: docs/operator.md says to what") from None


SECRET_KEY = wanted("TANGTHU_SECRET_KEY")
ALLOWED_HOSTS = wanted("TANGTHU_HOSTS").split(",")
BASE_URL = wanted("TANGTHU_BASE_URL")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEBUG = False

VAR = Path(os.environ.get("TANGTHU_VAR", "/var/lib/tangthu"))
DATABASES["default"] = database(VAR)
HAYSTACK_CONNECTIONS["default"]["PATH"] = VAR / "index/public"
HAYSTACK_CONNECTIONS["staff"]["PATH"] = VAR / "index/staff"
STATIC_ROOT, MEDIA_ROOT = VAR / "static", VAR / "media"
IIIF_MASTERS, IIIF_COPIES = VAR / "masters", VAR / "copies"
IIIF_COPIES_BUCKET = os.environ.get("TANGTHU_COPIES_BUCKET", "")
IIIF_COPIES_ENDPOINT = os.environ.get("TANGTHU_COPIES_ENDPOINT", "")
IIIF_COPIES_REGION = os.environ.get("TANGTHU_COPIES_REGION", IIIF_COPIES_REGION)
IIIF_OPEN, IIIF_LENT, IIIF_INCOMING = VAR / "open", VAR / "lent", VAR / "incoming"
CACHES["default"]["LOCATION"] = VAR / "cache"
ACCESS_JOURNAL = VAR / "access.journal"
READER_FILES, COPY_FILES = VAR / "readers", VAR / "deliveries"
READER_KEYS = wanted("TANGTHU_READER_KEYS")
READER_INDEX_KEY = wanted("TANGTHU_READER_INDEX_KEY")
SIGNING_CERTIFICATE = os.environ.get("TANGTHU_SIGNING_CERTIFICATE", "")
SIGNING_KEY = os.environ.get("TANGTHU_SIGNING_KEY", "")
SIGNING_KEY_PASSWORD = os.environ.get("TANGTHU_SIGNING_KEY_PASSWORD", "")

EMAIL_HOST = os.environ.get("TANGTHU_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("TANGTHU_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TANGTHU_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TANGTHU_SMTP_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER)
SMS_GATEWAY = os.environ.get("TANGTHU_SMS_GATEWAY", "")
DEFAULT_FROM_EMAIL = os.environ.get("TANGTHU_MAIL_FROM", DEFAULT_FROM_EMAIL)

# the documented nginx stands on the same machine
TRUSTED_PROXIES = proxies(default="127.0.0.1,::1")
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
