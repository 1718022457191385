"""What templates say in the reader's language: fields that stand in both, titles, refusals."""

from django import template
from django.utils.translation import gettext

from catalog import languages

register = template.Library()

register.filter(languages.localized)
register.filter(languages.listed_title)


@register.filter
def said(refusal: dict) -> str:
    """``{{ refusal|said }}``: translate ``reason`` and fill in ``values``."""
    reason = refusal.get("reason", "")
    return gettext(reason).format(**refusal.get("values", {})) if reason else ""
