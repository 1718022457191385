"""The basket: what a reader means to ask for and has not sent yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import Record
from portal.accounts.personal import PersonalField
from portal.reading_room.rules.uses import USES, UseRules
from portal.reading_room.rules.vocabulary import CopyFormat, Use


class BasketItem(models.Model):
    """One record, and what the reader wants of it."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="basket")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    use = models.CharField(_("use"), max_length=14, choices=Use.choices)
    pages = models.CharField(_("pages"), max_length=200, blank=True)
    copy_format = models.CharField(_("format"), max_length=6, choices=CopyFormat.choices, default=CopyFormat.PDF)
    wish = models.TextField(_("what you add"), max_length=500, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    # the whole row goes when it is sent, and with the account
    PERSONAL = (
        PersonalField("reader", _("to know whose it is"), erased=None, exported=False),
        PersonalField("use", _("what you mean to ask for"), stays=True),
        PersonalField("pages", _("what you mean to ask for")),
        PersonalField("wish", _("what you mean to ask for")),
    )

    class Meta:
        verbose_name = _("thing in the basket")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "record", "use"], name="reading_room_once_in_the_basket")
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.get_use_display()}"

    @property
    def use_rules(self) -> UseRules:
        """What sets its use apart."""
        return USES[Use(self.use)]
