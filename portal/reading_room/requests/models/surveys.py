"""Three questions after a request is done."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.personal import PersonalField
from portal.reading_room.requests.models.requests import AccessRequest
from portal.reading_room.rules.vocabulary import DataKind

FROM_ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Survey(models.Model):
    """A reader's answers, from 1 (bad) to 5 (very good); who answered is not kept here."""

    access_request = models.OneToOneField(AccessRequest, on_delete=models.CASCADE, related_name="survey")
    found = models.PositiveSmallIntegerField(_("Did you get what you needed?"), validators=FROM_ONE_TO_FIVE)
    in_time = models.PositiveSmallIntegerField(_("Was it in time?"), validators=FROM_ONE_TO_FIVE)
    served = models.PositiveSmallIntegerField(_("How were you treated?"), validators=FROM_ONE_TO_FIVE)
    words = models.TextField(_("What should we do better?"), max_length=1000, blank=True)
    answered_at = models.DateTimeField()

    PERSONAL = (
        PersonalField("found", _("to serve readers better"), stays=True),
        PersonalField("in_time", _("to serve readers better"), stays=True),
        PersonalField("served", _("to serve readers better"), stays=True),
        PersonalField("words", _("to serve readers better"), DataKind.SERVED),
    )

    class Meta:
        verbose_name = _("answer to the survey")
        ordering = ["-answered_at"]

    def __str__(self) -> str:
        return f"{self.found} · {self.in_time} · {self.served}"
