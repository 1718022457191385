"""Changes of fees and of the account: asked for by one officer, confirmed by another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reading_room.vocabulary import ChangeState, FeeClass, MoneyTable


class MoneyChange(models.Model):
    """One change: of which row, from what to what. ``after`` is empty where the row is to go."""

    table = models.CharField(_("table"), max_length=10, choices=MoneyTable.choices)
    row = models.PositiveBigIntegerField(null=True, help_text="empty for a new row")
    # values by name of field, as they are written in JSON
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("change of fees or account")
        verbose_name_plural = _("changes of fees or account")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.get_table_display()} {self.asked_at:%d/%m/%Y}"

    @property
    def what(self) -> str:
        """The row that it is about, as people call it; the account is one and has no name."""
        said = self.before or self.after
        if self.table == MoneyTable.REDUCTION:
            return str(dict(FeeClass.choices).get(said.get("fee_class"), ""))
        return str(said.get("name", ""))
