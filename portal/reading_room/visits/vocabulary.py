"""Words of visits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeatKind(models.TextChoices):
    """What a seat is good for."""

    DESK = "desk", _("Desk")
    MAP_TABLE = "map", _("Map table")
    COMPUTER = "computer", _("Computer")


class Part(models.TextChoices):
    """Half a day: what a seat is taken for."""

    MORNING = "am", _("Morning")
    AFTERNOON = "pm", _("Afternoon")


class VisitState(models.TextChoices):
    """Where a visit stands."""

    HELD = "held", _("Held for a few minutes")
    BOOKED = "booked", _("Booked")
    CAME = "came", _("The reader came")
    CANCELLED = "cancelled", _("Cancelled by the reader")
    MOVED_OUT = "moved_out", _("Cancelled: the reading room is closed that day")


# the seat is taken
TAKEN = (VisitState.HELD, VisitState.BOOKED, VisitState.CAME)
