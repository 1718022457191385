"""The form of signing up: an address or a telephone. Apart from forms, because allauth builds its own upon those."""

from typing import Any

from allauth.account.forms import SignupForm
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from portal.accounts import messages


class ReaderSignup(SignupForm):
    """One of both is needed; where no gateway for short messages is configured, the address."""

    field_order = ["full_name", "email", "phone", "institution", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not messages.can_send():
            del self.fields["phone"]
            return
        self.fields["email"].required = False
        self.fields["email"].widget.attrs.pop("required", None)
        self.fields["phone"].label = _("Telephone")
        self.fields["phone"].help_text = _("An e-mail address or a telephone is enough; a code comes to the telephone.")

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("email") and not cleaned.get("phone") and not self.errors:
            self.add_error("email", _("Write an e-mail address or a telephone number."))
        return cleaned

    def try_save(self, request) -> Any:
        """Hash a password either way: the time of the answer must not tell whether there is an account."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
