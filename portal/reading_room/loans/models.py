"""Paper that leaves its shelf: fetched by the box, handed over by the file, and sometimes not to be had."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from catalog.models import Record
from portal.accounts.personal import PersonalField
from portal.reading_room.loans.vocabulary import AbsenceKind
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.uses import LENT
from portal.reading_room.rules.vocabulary import DataKind


class Retrieval(models.Model):
    """A box that is, or is to be, off its shelf; whoever needs something out of it shares it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # the box as the catalogue names it, or the file's code where no box is known
    place = models.CharField(_("box and shelf"), max_length=160)
    asked_at = models.DateTimeField(_("asked"))
    fetched_at = models.DateTimeField(_("fetched"), null=True)
    fetched_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    shelved_at = models.DateTimeField(_("back on the shelf"), null=True)
    shelved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("retrieval")
        verbose_name_plural = _("retrievals")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(shelved_at=None),
                name="reading_room_a_box_is_fetched_once",
            )
        ]

    def __str__(self) -> str:
        return self.place

    def is_needed(self) -> bool:
        """Whether somebody waits for paper out of it, has some in hand, or a copy is still to be made of it."""
        for_readers = models.Q(use__in=LENT, state__in=(State.READY, State.IN_USE))
        in_hands = models.Q(loan__isnull=False, loan__returned_at=None)
        wanted = for_readers | in_hands | models.Q(state=State.PREPARING)
        return self.requests.filter(wanted).exists()


class Loan(models.Model):
    """A file in a reader's hands."""

    # by name: the request knows its box, and the loan its request
    access_request = models.OneToOneField("reading_room.AccessRequest", on_delete=models.CASCADE, related_name="loan")
    unit = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    issued_at = models.DateTimeField(_("handed over"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(_("to be returned by"))
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    condition = models.CharField(_("condition on return"), max_length=300, blank=True)

    PERSONAL = (PersonalField("reader", _("to know who has a file in hand"), DataKind.SERVED, None, exported=False),)

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(returned_at=None),
                name="reading_room_a_file_is_out_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.issued_at:%d/%m/%Y}"


class Absence(models.Model):
    """A time in which a file, with what lies under it, cannot be handed over."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(_("why"), max_length=14, choices=AbsenceKind.choices)
    since = models.DateField(_("from"))
    until = models.DateField(
        _("until (last day)"),
        null=True,
        blank=True,
        help_text=_("Readers are told the day after. Leave it empty where nobody knows."),
    )
    note = models.CharField(_("internal note"), max_length=300, blank=True)

    panels = [
        FieldPanel("record"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("absence from the shelf")
        verbose_name_plural = _("absences from the shelf")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                name="reading_room_absence_in_order",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                violation_error_message=_("The last day stands before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.get_kind_display()}"

    @classmethod
    def of(cls, record: Record, day: date) -> "Absence | None":
        """The absence that holds a record on a day, its own or one above it; the one that lasts longest."""
        running = cls.objects.filter(record__path__in=record.ancestor_paths, since__lte=day).filter(
            models.Q(until=None) | models.Q(until__gte=day)
        )
        return running.order_by(models.F("until").desc(nulls_first=True)).first()
