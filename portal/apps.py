"""The front door itself, as an application: its commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
