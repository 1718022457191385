"""{{ refusal|said }}: a refusal in the reader's language."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def said(refusal: dict) -> str:
    """Translate ``reason`` and fill in ``values``."""
    reason = refusal.get("reason", "")
    return gettext(reason).format(**refusal.get("values", {})) if reason else ""
