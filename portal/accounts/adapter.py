"""How accounts behave where allauth leaves it to the site."""

import re
import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from allauth.core import context
from allauth.core.internal import ratelimit
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import task

from catalog import keys
from portal.accounts import addresses, devices, messages

# of wrong passwords from where somebody has signed in before, for each of them
KNOWN_RATE = "100/h/key"
# of messages to one telephone, and from one address
MESSAGE_RATE = "1/30s/key,3/m/ip"
# Unicode's dashes, brackets, other punctuation, blanks and unseen marks
PUNCTUATION = frozenset({"Pd", "Ps", "Pe", "Po", "Zs", "Cf"})
VERIFY_EMAIL = "allauth.account.stages.EmailVerificationStage"


@task()
def send_mail(subject: str, body: str, to: list[str], sender: str) -> None:
    """Send one message from the worker: a request must not wait for, or betray itself by, the mail server."""
    EmailMessage(subject, body, sender, to).send()


class VerifyEmailWhereThereIsOne(EmailVerificationStage):
    """Who signed up by telephone has confirmed that instead."""

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        by_phone = (user.phone or user.claimed_phone) if user else self.login.phone
        if by_phone and not (user.email if user else self.login.email):
            return None, True
        return super().handle()


class ReaderAccounts(DefaultAccountAdapter):
    """Mail goes through the queue, after commit; plain text only. A telephone may stand in for an address."""

    def send_mail(self, template_prefix, email, context) -> None:
        message = self.render_mail(template_prefix, email, context)
        transaction.on_commit(
            lambda: send_mail.enqueue(message.subject, message.body, list(message.to), message.from_email)
        )

    def get_client_ip(self, request) -> str:
        return addresses.client_address(request)

    def pre_authenticate(self, request, **credentials) -> None:
        """Slow down whoever guesses; where somebody has signed in before, nobody else's guesses count.

        For the staff that is an address, for everybody a browser. There they have a generous limit of their own:
        whoever shares that address cannot guess without end.
        """
        user = self._named(credentials)
        place = user and self._known_place(user, request)
        if not place:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="portal.accounts",
            action="known",
            config={"known": KNOWN_RATE},
            key=f"{user.pk} {place}",
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    @staticmethod
    def _known_place(user, request) -> str | None:
        """What is known of where somebody asks from, as a name for counting."""
        return "address" if addresses.has_signed_in_from_here(user, request) else devices.mark_of(user, request)

    @staticmethod
    def _named(credentials: dict) -> Any:
        """Whose account somebody tries to sign in to, if there is one."""
        for name, lookup in (
            ("email", "email__iexact"),
            ("phone", "phone"),
            ("username", "username"),
        ):
            if said := credentials.get(name):
                return get_user_model().objects.filter(**{lookup: said}).first()
        return None

    def login(self, request, user) -> None:
        super().login(request, user)
        addresses.remember(user, request, at=timezone.now())

    def post_login(self, request, user, **options) -> HttpResponse:
        response = super().post_login(request, user, **options)
        devices.remember(response, user)
        return response

    def get_login_redirect_url(self, request) -> str:
        """Home, in the language in which the reader signed in."""
        return home_in(get_language())

    def get_login_stages(self) -> list[str]:
        ours = f"{VerifyEmailWhereThereIsOne.__module__}.{VerifyEmailWhereThereIsOne.__name__}"
        return [ours if each == VERIFY_EMAIL else each for each in super().get_login_stages()]

    def populate_username(self, request, user) -> None:
        """A reader's user name says nothing and is typed by nobody: no part of an address, no number of a telephone."""
        user.username = f"r-{keys.mint()}"

    def save_user(self, request, user, form, commit=True) -> Any:
        """Keep no empty address: two readers without one are two readers."""
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email or None
        if commit:
            user.save()
        return user

    # -- telephones -----------------------------------------------------------------------------

    def clean_phone(self, phone: str) -> str:
        """Numbers as Vietnamese people write them become international ones (E.164)."""
        plain = unicodedata.normalize("NFKC", phone).replace("(0)", "")
        # dashes of every kind, and the marks that a copied number brings along unseen
        digits = "".join(each for each in plain if unicodedata.category(each) not in PUNCTUATION)
        digits = re.sub(r"^(?:00|\+)?84(?=0?[1-9][0-9]{8,9}$)0?|^0(?=[1-9][0-9]{8,9}$)", "+84", digits)
        digits = re.sub(r"^00(?=[1-9])", "+", digits)
        if not re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
            raise ValidationError(_("Write the telephone number in digits."))
        return digits

    def phone_form_field(self, **kwargs) -> Any:
        return super().phone_form_field(**{**kwargs, "validators": []})

    def set_phone(self, user, phone: str, verified: bool) -> None:
        if verified:
            self.set_phone_verified(user, phone)
            return
        user.claimed_phone = phone
        if user.pk:  # while signing up it is saved with the rest
            user.save(update_fields=["claimed_phone"])

    def get_phone(self, user) -> tuple[str, bool] | None:
        if user.phone:
            return user.phone, True
        return (user.claimed_phone, False) if user.claimed_phone else None

    @transaction.atomic
    def set_phone_verified(self, user, phone: str) -> None:
        """The number is theirs who have just shown it; of several accounts that claimed it, the last that did."""
        get_user_model().objects.filter(phone=phone).exclude(pk=user.pk).update(phone=None)
        user.phone, user.claimed_phone = phone, ""
        user.save(update_fields=["phone", "claimed_phone"])

    def get_user_by_phone(self, phone: str) -> Any:
        """The account whose number it is, however it is written; a mere claim is nobody's number."""
        try:
            return get_user_model().objects.filter(phone=self.clean_phone(phone)).first()
        except ValidationError:
            return None

    def send_verification_code_sms(self, user, phone: str, code: str, **kwargs) -> None:
        self._tell(phone, _("Your code for signing up: %(code)s") % {"code": code})

    def send_account_already_exists_sms(self, phone: str) -> None:
        self._tell(phone, _("Somebody wanted to sign up with this number; you have an account already."))

    def send_unknown_account_sms(self, phone: str, **kwargs) -> None:
        """Nobody with this number: nothing is sent, and the page says the same."""

    @staticmethod
    def _tell(phone: str, text: str) -> None:
        """Send a message; one too many is not sent, and the answer is the same, so that it betrays no number."""
        usage = ratelimit.consume(
            context.request,
            app="portal.accounts",
            action="message",
            config={"message": MESSAGE_RATE},
            key=phone,
        )
        if not usage:
            return
        transaction.on_commit(lambda: messages.send_message.enqueue(phone, text))


def home_in(language: str | None) -> str:
    return "/en/" if language == "en" else "/"
