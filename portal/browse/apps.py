"""The browsing room."""

from django.apps import AppConfig


class BrowseConfig(AppConfig):
    name = "portal.browse"
    label = "browse"
