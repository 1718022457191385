"""The access request: one reader's wish to see one record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import AccessGrant, Record
from portal.reading_room.vocabulary import STEPS, WAITING, Actor, Purpose, Reason, State


class NotAllowedNow(Exception):
    """The request is in a state that does not permit this step."""


class AccessRequest(models.Model):
    """A request to see a record that is open on request only."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="access_requests")
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_requests"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.SUBMITTED
    )
    purpose = models.CharField(_("purpose"), max_length=2, choices=Purpose.choices)
    purpose_text = models.TextField(_("what you need it for"), max_length=500)
    submitted_at = models.DateTimeField(_("submitted"))
    # the last day on which whoever has the turn should act: so many working days from a day on. While the reader has
    # the turn, the working days that the archive has left are kept
    due_on = models.DateField(_("due"), null=True)
    clock_from = models.DateField(null=True)
    clock_days = models.PositiveSmallIntegerField(default=0)
    days_left = models.PositiveSmallIntegerField(null=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reply = models.TextField(_("words to the reader"), blank=True)
    grant = models.OneToOneField(
        AccessGrant, null=True, on_delete=models.SET_NULL, related_name="access_request"
    )

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["-submitted_at"]
        indexes = [models.Index(fields=["state", "due_on"], name="reading_room_queue")]
        permissions = [("decide_accessrequest", "Can decide access requests")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "researcher"],
                condition=models.Q(state__in=WAITING),
                name="reading_room_one_open_request",
            ),
            models.CheckConstraint(
                name="reading_room_refusal_has_reason",
                condition=~models.Q(state="refused") | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.record.reference_code}"

    def move_to(self, state: State, actor: Actor) -> None:
        """Take a step of the table. Raises ``NotAllowedNow``."""
        if STEPS.get((State(self.state), state)) != actor:
            raise NotAllowedNow(f"{actor} cannot make a request that is {self.state} {state}.")
        self.state = state

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING
