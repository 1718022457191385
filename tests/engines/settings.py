"""A small installation on either engine: the demo's folders, the operator's choice of database."""

from portal.settings.demo import *

DATABASES["default"] = database(VAR)
# pages of the desk are asked for, too, and nothing is collected for them
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
