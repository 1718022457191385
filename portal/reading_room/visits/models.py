"""Seats of the reading room, when it is open, and who sits where when."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.accounts.personal import PersonalField
from portal.reading_room.requests.models import Dossier
from portal.reading_room.rules.vocabulary import DataKind
from portal.reading_room.visits.vocabulary import TAKEN, Part, SeatKind, VisitState

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Seat(models.Model):
    """A place in the room."""

    label = models.CharField(_("label"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=SeatKind.choices, default=SeatKind.DESK)
    in_service = models.BooleanField(_("in service"), default=True)

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("kind")]), FieldPanel("in_service")]

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class OpeningHours(models.Model):
    """When the room is open on a day of the week, from a day on."""

    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=WEEKDAYS)
    part = models.CharField(_("part of the day"), max_length=2, choices=Part.choices)
    opens = models.TimeField(_("opening time"))
    closes = models.TimeField(_("closing time"))
    valid_from = models.DateField(_("holds from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("part")]),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "part", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="reading_room_closes_after_it_opens",
                condition=models.Q(closes__gt=models.F("opens")),
                violation_error_message=_("The room closes after it opens."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}: {self.opens:%H:%M}–{self.closes:%H:%M}"


class Visit(models.Model):
    """A reader's seat for half a day."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="reading_room_visits",
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=2, choices=Part.choices)
    opens = models.TimeField()
    closes = models.TimeField()
    state = models.CharField(_("state"), max_length=10, choices=VisitState.choices, default=VisitState.HELD)
    held_until = models.DateTimeField(null=True)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.SET_NULL, related_name="visits")
    booked_at = models.DateTimeField(null=True)

    PERSONAL = (
        PersonalField("reader", _("to keep a seat for you"), DataKind.SERVED, None, exported=False),
        PersonalField("part", _("for registers and figures"), stays=True),
        PersonalField("state", _("for registers and figures"), stays=True),
    )

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["day", "part"]
        indexes = [models.Index(fields=["day", "part", "state"], name="reading_room_visit_day")]
        constraints = [
            # whatever the code does, a seat is taken once
            models.UniqueConstraint(
                fields=["seat", "day", "part"],
                condition=models.Q(state__in=TAKEN),
                name="reading_room_a_seat_once",
            ),
            models.UniqueConstraint(
                fields=["reader", "day", "part"],
                condition=models.Q(state__in=TAKEN),
                name="reading_room_a_reader_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.get_part_display()}: {self.seat}"

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.opens))

    @property
    def ends_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.closes))
