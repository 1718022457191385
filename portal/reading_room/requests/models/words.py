"""What is said about a request."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.personal import PersonalField
from portal.reading_room.requests.models.requests import AccessRequest
from portal.reading_room.requests.vocabulary import WordKind
from portal.reading_room.rules.vocabulary import DataKind


class Word(models.Model):
    """A question to the reader, the reader's answer, or what officers keep to themselves."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(_("kind"), max_length=10, choices=WordKind.choices)
    text = models.TextField(_("text"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    # the whole row goes with its dossier's term
    PERSONAL = (
        PersonalField("text", _("to decide on the request"), DataKind.SERVED),
        PersonalField("kind", _("to decide on the request"), stays=True),
        PersonalField("by", _("to know who said it"), DataKind.SERVED, None, exported=False),
    )

    class Meta:
        verbose_name = _("word about a request")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.access_request_id}: {self.get_kind_display()}"
