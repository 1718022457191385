"""What an officer fills in about paper."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """In what condition a file came back."""

    condition = forms.CharField(label=_("Condition on return"), max_length=300, required=False, initial=_("Unchanged"))
