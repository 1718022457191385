"""The words of the exhibition rooms."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Calendar(TextChoices):
    SOLAR = "solar", _("solar")
    LUNAR = "lunar", _("lunar")


class DayKind(TextChoices):
    """What a day is in law and custom; the great days are those of Decree 145/2013."""

    GREAT = "great", _("great day")
    HOLIDAY = "holiday", _("public holiday")
    TRADITION = "tradition", _("day of tradition")
    TRADE = "trade", _("day of a profession")
    CUSTOM = "custom", _("feast of custom")
    LOCAL = "local", _("local day")
    OWN = "own", _("day of this archive")


class Mood(TextChoices):
    PLAIN = "plain", _("plain")
    FESTIVE = "festive", _("festive")
    SOLEMN = "solemn", _("solemn")


class Recurrence(TextChoices):
    EVERY = "every", _("every year")
    YEARS = "years", _("in certain years")
    ROUND = "round", _("on round anniversaries")


class RoundStep(IntegerChoices):
    FIVE = 5, _("every five years")
    TEN = 10, _("every ten years")


class Trouble(TextChoices):
    """Why a block cannot show its record to a visitor."""

    DELETED = "deleted", _("the record is no longer there")
    CLOSED = "closed", _("the record is closed")
    EMBARGO = "embargo", _("the record is under embargo on the day of opening")
    ON_REQUEST = "on_request", _("the record is open on request only")
    NO_SCANS = "no_scans", _("the record has no such page")
    UNDRAWN = "undrawn", _("a region is not drawn yet, or lies outside the page")
