"""The dossier: what a reader sent in one go."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.personal import PersonalField
from portal.reading_room.rules.vocabulary import DataKind, FeeClass, Purpose


class Dossier(models.Model):
    """One basket, sent: a purpose, and a request for each record in it."""

    # null when the term of keeping has ended: what was asked stays in the figures, by whom does not
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="dossiers"
    )
    purpose = models.CharField(_("purpose"), max_length=2, choices=Purpose.choices)
    purpose_text = models.TextField(_("what you need it for"), max_length=500)
    fee_class = models.CharField(_("group for fees"), max_length=2, choices=FeeClass.choices, default=FeeClass.OTHER)
    submitted_at = models.DateTimeField(_("submitted"))

    PERSONAL = (
        PersonalField("researcher", _("to know who asked"), DataKind.SERVED, None, exported=False),
        PersonalField("purpose", _("for registers and figures"), stays=True),
        PersonalField("purpose_text", _("to decide on the request"), DataKind.SERVED),
        PersonalField("fee_class", _("to work out the fee"), stays=True),
    )

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-submitted_at"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it stands on slips: year of submission and a running number."""
        return f"{timezone.localdate(self.submitted_at).year}/{self.pk:06}"
