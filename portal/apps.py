"""The front door itself, as an application: its commands, and the themes that exhibitions choose from."""

from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from exhibitions import themes
        from portal.theming import choosing, contrast

        themes.register(choosing.theme_choices, choosing.apply_theme)
        checks.register(contrast.check_themes)
