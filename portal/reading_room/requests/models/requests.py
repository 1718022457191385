"""The access request: one reader's wish to use one record in one way."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog import access
from catalog.models import AccessGrant, Record, Scan
from portal.accounts.personal import PersonalField
from portal.reading_room.requests.models.dossiers import Dossier
from portal.reading_room.requests.page_lists import parse_pages
from portal.reading_room.requests.states import ON_THE_CLOCK, STATES, WAITING
from portal.reading_room.requests.units import holds_stricter, unit_of
from portal.reading_room.requests.vocabulary import STEPS, State
from portal.reading_room.rules.errors import NOT_THIS_STEP, NotAllowedNow
from portal.reading_room.rules.uses import USES, UseRules
from portal.reading_room.rules.vocabulary import Actor, CopyFormat, DataKind, Reason, Service, Use

if TYPE_CHECKING:
    from portal.reading_room.copies.models import FinishedCopy


class AccessRequest(models.Model):
    """A request to read a record, to see its paper, to have a copy of it, or to be told about it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="requests")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="access_requests")
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="access_requests",
    )
    use = models.CharField(_("use"), max_length=14, choices=Use.choices, default=Use.ONLINE)
    pages = models.CharField(_("pages"), max_length=200, blank=True)
    # which scans those were when the reader asked, so that a page stays the page whatever closes or comes after
    scan_keys = models.JSONField(default=list)
    copy_format = models.CharField(_("format"), max_length=6, choices=CopyFormat.choices, default=CopyFormat.PDF)
    wish = models.TextField(_("the reader adds"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField(_("submitted"))
    # the last day on which whoever has the turn should act: so many working days from a day on. While the reader has
    # the turn, the working days that the archive has left are kept
    due_on = models.DateField(_("due"), null=True)
    clock_from = models.DateField(null=True)
    clock_days = models.PositiveSmallIntegerField(default=0)
    # by which day the decision was due; the clock goes on to other terms after it
    decision_due_on = models.DateField(null=True)
    ready_at = models.DateTimeField(_("ready since"), null=True)
    # until which day paper that is ready is kept for its reader
    kept_until = models.DateField(null=True)
    days_left = models.PositiveSmallIntegerField(null=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    screened_at = models.DateTimeField(_("screened"), null=True)
    screened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reply = models.TextField(_("words to the reader"), blank=True)
    grant = models.OneToOneField(AccessGrant, null=True, on_delete=models.SET_NULL, related_name="access_request")
    extension_asked_at = models.DateTimeField(null=True)
    bill = models.ForeignKey("reading_room.Bill", null=True, on_delete=models.SET_NULL, related_name="requests")
    retrieval = models.ForeignKey(
        "reading_room.Retrieval", null=True, on_delete=models.SET_NULL, related_name="requests"
    )
    closed_at = models.DateTimeField(_("done"), null=True)

    PERSONAL = (
        PersonalField("researcher", _("to know who asked"), DataKind.SERVED, None, exported=False),
        PersonalField("use", _("for registers and figures"), stays=True),
        PersonalField("pages", _("for registers and figures"), stays=True),
        PersonalField("state", _("for registers and figures"), stays=True),
        PersonalField("wish", _("to decide on the request"), DataKind.SERVED),
        PersonalField("reply", _("to tell the reader what was decided"), DataKind.SERVED),
    )

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["-submitted_at"]
        indexes = [models.Index(fields=["state", "due_on"], name="reading_room_queue")]
        permissions = [("decide_accessrequest", "Can decide access requests")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "researcher", "use"],
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
        """Take a step of the table, to a state that its use can come to. Raises ``NotAllowedNow``."""
        is_for_this_use = self.use_rules.leaves in STATES[state].leaves
        if not is_for_this_use or actor not in STEPS.get((State(self.state), state), ()):
            raise NotAllowedNow(NOT_THIS_STEP)
        self.state = state

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_on_the_clock(self) -> bool:
        return self.state in ON_THE_CLOCK

    @property
    def is_copy(self) -> bool:
        return self.use_rules.is_copy

    @property
    def use_rules(self) -> UseRules:
        """What sets its use apart."""
        return USES[Use(self.use)]

    @property
    def waits_at_counter(self) -> bool:
        """Whether it is a copy that is handed over at the counter."""
        return self.use_rules.is_copy and self.copy_format == CopyFormat.PRINTED

    @property
    def file_to_fetch(self) -> "FinishedCopy | None":
        """The file that waits for its reader; none where it is printed, erased or its term is over."""
        finished = getattr(self, "finished_copy", None)
        is_there = finished is not None and not self.waits_at_counter and finished.is_there(timezone.now())
        return finished if is_there else None

    def choose(self, scans: Iterable[Scan]) -> list[Scan]:
        """Of a record's scans those that the reader chose by their numbers; all where none are chosen."""
        found, chosen = list(scans), parse_pages(self.pages)
        if not self.use_rules.chooses_pages or not chosen:
            return found
        return [found[number - 1] for number in chosen if number <= len(found)]

    @cached_property
    def is_conditional(self) -> bool:
        """Whether two officers look at it: the record is on request, or the paper that is handed over holds more."""
        if self.use_rules.is_answered:
            return False
        if not access.is_open_content(self.record):
            return True
        return self.use_rules.is_lent and holds_stricter(self.unit)

    @cached_property
    def unit(self) -> Record:
        """What leaves the shelf for it."""
        return unit_of(self.record)

    @property
    def service(self) -> Service:
        """Which term in working days counts."""
        return Service.CONDITIONAL if self.is_conditional else self.use_rules.service
