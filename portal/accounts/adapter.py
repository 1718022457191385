"""How accounts behave where allauth leaves it to the site."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import task

from portal.accounts import messages

VERIFY_EMAIL = "allauth.account.stages.EmailVerificationStage"


@task()
def send_mail(subject: str, body: str, to: list[str], sender: str) -> None:
    """Send one message from the worker: a request must not wait for, or betray itself by, the mail server."""
    EmailMessage(subject, body, sender, to).send()


class VerifyEmailWhereThereIsOne(EmailVerificationStage):
    """Who signed up by telephone has confirmed that instead."""

    def handle(self):
        user = self.login.user
        by_phone = user.phone if user else self.login.phone
        if by_phone and not (user.email if user else self.login.email):
            return None, True
        return super().handle()


class ReaderAccounts(DefaultAccountAdapter):
    """Mail goes through the queue, after commit; plain text only. A telephone may stand in for an address."""

    def send_mail(self, template_prefix, email, context):
        message = self.render_mail(template_prefix, email, context)
        transaction.on_commit(
            lambda: send_mail.enqueue(
                message.subject, message.body, list(message.to), message.from_email
            )
        )

    def get_login_redirect_url(self, request) -> str:
        """Home, in the language in which the reader signed in."""
        return home_in(get_language())

    def get_login_stages(self) -> list[str]:
        ours = f"{VerifyEmailWhereThereIsOne.__module__}.{VerifyEmailWhereThereIsOne.__name__}"
        return [ours if each == VERIFY_EMAIL else each for each in super().get_login_stages()]

    def save_user(self, request, user, form, commit=True):
        """Keep no empty address: two readers without one are two readers. The number is the name to sign in with."""
        user = super().save_user(request, user, form, commit=False)
        phone = form.cleaned_data.get("phone")
        if not user.email:
            user.email, user.username = None, local_form(phone)
        if commit:
            user.save()
        return user

    # -- telephones -----------------------------------------------------------------------------

    def clean_phone(self, phone: str) -> str:
        """Numbers as Vietnamese people write them become international ones (E.164)."""
        digits = re.sub(r"[\s.()-]", "", phone)
        if re.fullmatch(r"0[0-9]{9,10}", digits):
            digits = f"+84{digits[1:]}"
        if not re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
            raise ValidationError(_("Write the telephone number in digits."))
        return digits

    def phone_form_field(self, **kwargs):
        return super().phone_form_field(**{**kwargs, "validators": []})

    def set_phone(self, user, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        if user.pk:  # while signing up it is saved with the rest
            user.save(update_fields=["phone", "phone_verified"])

    def get_phone(self, user) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone_verified(self, user, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str):
        return get_user_model().objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user, phone: str, code: str, **kwargs) -> None:
        self._tell(phone, _("Your code for signing up: %(code)s") % {"code": code})

    def send_account_already_exists_sms(self, phone: str) -> None:
        self._tell(
            phone, _("Somebody wanted to sign up with this number; you have an account already.")
        )

    def send_unknown_account_sms(self, phone: str, **kwargs) -> None:
        """Nobody with this number: nothing is sent, and the page says the same."""

    @staticmethod
    def _tell(phone: str, text: str) -> None:
        transaction.on_commit(lambda: messages.send_message.enqueue(phone, text))


def home_in(language: str | None) -> str:
    return "/en/" if language == "en" else "/"


def local_form(phone: str) -> str:
    """The number as it is typed at home: ``+84912345678`` as ``0912345678``."""
    return f"0{phone[3:]}" if phone.startswith("+84") else phone
