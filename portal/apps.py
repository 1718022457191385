"""The front door itself, as an application: its commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from exhibitions import dress
        from portal import theming

        dress.offer(theming.offers, theming.wear)
