"""The last word before an account is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """The last word before an account is erased."""

    sure = forms.BooleanField(label=_("Yes, erase my account and what is kept of me. It cannot be undone."))
