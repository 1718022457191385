"""Words of libraries that come without Vietnamese: named here so that our catalogue translates them."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

WORDS = (
    pgettext_lazy("field label", "Login"),
    _("Email"), _("Email address"), _("Username"), _("Username or email"), _("Password"),
    _("Password (again)"), _("Remember Me"),
    _("Current Password"), _("New Password"), _("New Password (again)"), _("Username, email or phone"),
    _("E-mail"),
    _("You must type the same password each time."),
    _("The email address and/or password you specified are not correct."),
    _("The username and/or password you specified are not correct."),
    _("The login and/or password you specified are not correct."),
    _("A user is already registered with this email address."),
    _("Please type in your current password."),
    _("Incorrect password."),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("Confirmation email sent to %(email)s."),
    _("You have confirmed %(email)s."),
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
    _("Password successfully changed."),
    _("Email address"),
    _("Forgot your password?"),
    _("Incorrect code."), _("Authenticator code"), _("Code"), _("Recovery codes"), _("TOTP Authenticator"),
    _("Authenticator app activated."), _("Authenticator app deactivated."),
    _("A new set of recovery codes has been generated."),
    _("You are already signed in."), _("Unavailable"), _("Phone"),
    _("The phone number and/or password you specified are not correct."),
    _("A verification code has been sent to %(phone)s."), _("You have verified phone number %(phone)s."),
)  # fmt: skip
