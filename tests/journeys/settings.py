"""The demo as it is, but for style sheets and scripts that are compressed: nobody here waits for a network."""

from portal.settings.demo import *

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
