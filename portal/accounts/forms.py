"""What a reader is asked at sign-up, and why."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ReaderSignupForm(forms.Form):
    """Added to allauth's form: a name for the request slip, an institution if there is one."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As it should stand on your request slips."),
    )
    institution = forms.CharField(
        label=_("Institution (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    field_order = ["full_name", "email", "institution", "password1", "password2"]

    def signup(self, request, user) -> None:
        user.full_name = self.cleaned_data["full_name"]
        user.institution = self.cleaned_data["institution"]
        user.language = (get_language() or "vi")[:2]
        user.save(update_fields=["full_name", "institution", "language"])
