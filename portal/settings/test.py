"""Tests: a scratch folder, tasks done at once, cheap passwords."""

import tempfile

from portal.settings.base import *

SECRET_KEY = "test-only"
SCRATCH = Path(tempfile.mkdtemp(prefix="tangthu-test-"))
DATABASES["default"] = database(SCRATCH)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}
HAYSTACK_CONNECTIONS["default"]["PATH"] = SCRATCH / "index/public"
HAYSTACK_CONNECTIONS["staff"]["PATH"] = SCRATCH / "index/staff"
STATIC_ROOT, MEDIA_ROOT = SCRATCH / "static", SCRATCH / "media"
IIIF_MASTERS, IIIF_COPIES = SCRATCH / "masters", SCRATCH / "copies"
IIIF_OPEN, IIIF_LENT, IIIF_INCOMING = SCRATCH / "open", SCRATCH / "lent", SCRATCH / "incoming"
ACCESS_JOURNAL = SCRATCH / "access.journal"
READER_FILES, COPY_FILES = SCRATCH / "readers", SCRATCH / "deliveries"
READER_KEYS = "1:" + "dGVzdC1vbmx5LWtleS1vZi0zMi1ieXRlcy1sb25nISE="
READER_INDEX_KEY = "YW5vdGhlci10ZXN0LW9ubHkta2V5"
SIGNING_KEY, SIGNING_CERTIFICATE = SCRATCH / "signing/key.pem", SCRATCH / "signing/certificate.pem"
SIGNING_IS_TEST = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
SMS_GATEWAY = "sms.luutru.example"
STAFF_NEED_SECOND_FACTOR = False  # the tests of it switch it on
ACCOUNT_RATE_LIMITS = False
STATIC_ROOT.mkdir()  # WhiteNoise warns of a missing folder, and warnings are errors here
