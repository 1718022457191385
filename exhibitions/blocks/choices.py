"""Choices that say themselves in words where versions of a page are compared."""

from django.utils.translation import gettext as _
from wagtail import blocks


class Choice(blocks.ChoiceBlock):
    """One of several, by its label."""

    def render_basic(self, value, context=None) -> str:
        return str(dict(self.field.choices).get(value, value or ""))


class Switch(blocks.BooleanBlock):
    """Yes or no."""

    def render_basic(self, value, context=None) -> str:
        return _("yes") if value else _("no")
