"""The user: a reader or a member of staff."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.personal import PersonalField


def _since(user: "User") -> str:
    return user.date_joined.isoformat()


class User(AbstractUser):
    """An account. Staff belong to groups (portal.accounts.roles); a reader belongs to none."""

    # a reader has an address or a telephone, and may have both
    email = models.EmailField(  # type: ignore[assignment]
        _("e-mail address"), unique=True, null=True, blank=True
    )
    # a number is somebody's once a code that was sent to it has come back; until then anybody may claim it
    phone = models.CharField(_("telephone"), max_length=16, unique=True, null=True, blank=True)
    claimed_phone = models.CharField(max_length=16, blank=True, db_index=True)
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    language = models.CharField(max_length=5, default="vi")

    REQUIRED_FIELDS = ["email"]

    # the whole row goes with the account
    PERSONAL = (
        PersonalField("username", _("to sign you in"), exported=False),
        PersonalField("password", _("to sign you in"), exported=False),
        PersonalField("full_name", _("to address you, and to write you on papers"), exported_as="name"),
        PersonalField("first_name", _("to address you, and to write you on papers"), exported=False),
        PersonalField("last_name", _("to address you, and to write you on papers"), exported=False),
        PersonalField("email", _("to write to you")),
        PersonalField("phone", _("to write to you")),
        PersonalField("claimed_phone", _("to write to you"), exported=False),
        PersonalField("institution", _("to write you on papers")),
        PersonalField("language", _("to write to you in your language"), label=_("Language")),
        PersonalField(
            "date_joined", _("to end accounts that were never confirmed"), exported_as="since", export=_since
        ),
    )

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name or super().get_full_name()


class KnownAddress(models.Model):
    """An address from which a member of the staff has signed in; only a sealed mark of it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_addresses")
    mark = models.CharField(max_length=32)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="accounts_address_known_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.last_at:%Y-%m-%d}"
