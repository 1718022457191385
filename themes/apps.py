"""How the portal looks: templates, tokens and static files."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "themes"
