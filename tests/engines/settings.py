"""A small installation on either engine: the demo's folders, the operator's choice of database."""

from portal.settings.demo import *

DATABASES["default"] = database(VAR)
