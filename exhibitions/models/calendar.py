"""Days of the calendar, what opens for them, and each time that it does."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from exhibitions.calendar import days
from exhibitions.querysets import RunQuerySet
from exhibitions.vocabulary import Calendar, DayKind, Mood, Recurrence, RoundStep
from exhibitions.widgets import ThemeField

DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
YEAR_LIST = RegexValidator(r"\A\s*\d{4}(\s*,\s*\d{4})*\s*\Z", _("Years, separated by commas: 2026, 2030."))


class Day(models.Model):
    """A day that comes back every year: national, of custom, or the archive's own."""

    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    calendar = models.CharField(_("calendar"), max_length=5, choices=Calendar.choices, default=Calendar.SOLAR)
    day = models.PositiveSmallIntegerField(
        pgettext_lazy("of a month", "day"), validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    since = models.PositiveSmallIntegerField(
        _("since the year"),
        null=True,
        blank=True,
        help_text=_("The year from which anniversaries are counted."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind.choices, default=DayKind.OWN)
    mood = models.CharField(_("mood"), max_length=8, choices=Mood.choices, default=Mood.PLAIN)
    keywords = models.CharField(
        _("keywords"),
        max_length=300,
        blank=True,
        help_text=_("Separated by commas. Records with these keywords are shown where nothing was prepared."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("calendar"), FieldPanel("day"), FieldPanel("month")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("kind"), FieldPanel("mood")]),
        FieldPanel("keywords"),
        FieldPanel("source"),
    ]

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["calendar", "month", "day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "month", "day", "name"], name="exhibitions_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.day}/{self.month}{' âm lịch' if self.is_lunar else ''})"

    def clean(self) -> None:
        if not self.day or self.month not in range(1, 13):
            return  # the fields themselves say so
        longest = 30 if self.is_lunar else DAYS_IN_MONTH[self.month - 1]
        if self.day > longest:
            raise ValidationError({"day": _("This month has no such day.")})

    @property
    def is_lunar(self) -> bool:
        return self.calendar == Calendar.LUNAR

    def keyword_list(self) -> list[str]:
        return [word.strip() for word in self.keywords.split(",") if word.strip()]

    def next(self, today: date) -> date | None:
        """When it comes next, today included."""
        found = days.occurrences(self, today, today + timedelta(days=800))
        return found[0] if found else None


class Occasion(models.Model):
    """What an exhibition opens for: a day, and the days before and after it."""

    page = ParentalKey("exhibitions.ExhibitionPage", on_delete=models.CASCADE, related_name="occasions")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="occasions", verbose_name=_("day"))
    opens_before = models.PositiveSmallIntegerField(
        _("opens, days before"), default=7, validators=[MaxValueValidator(180)]
    )
    stays_after = models.PositiveSmallIntegerField(
        _("stays, days after"), default=7, validators=[MaxValueValidator(180)]
    )
    recurrence = models.CharField(_("how often"), max_length=5, choices=Recurrence.choices, default=Recurrence.EVERY)
    years = models.CharField(
        _("years"),
        max_length=200,
        blank=True,
        validators=[YEAR_LIST],
        help_text=_("For certain years: 2026, 2030."),
    )
    step = models.PositiveSmallIntegerField(_("round anniversaries"), choices=RoundStep.choices, default=RoundStep.FIVE)

    panels = [
        # the days are few enough for a list, which says them with their dates
        FieldPanel("day", widget=forms.Select),
        FieldRowPanel([FieldPanel("opens_before"), FieldPanel("stays_after")]),
        FieldRowPanel([FieldPanel("recurrence"), FieldPanel("years"), FieldPanel("step")]),
    ]

    class Meta:
        verbose_name = _("occasion")

    def __str__(self) -> str:
        return str(self.day)

    def clean(self) -> None:
        if self.recurrence == Recurrence.YEARS and not self.years.strip():
            raise ValidationError({"years": _("Say in which years.")})
        if self.recurrence == Recurrence.ROUND and self.day_id and self.day.since is None:
            raise ValidationError({"recurrence": _("This day names no year to count anniversaries from.")})

    def falls_on(self, first: date, last: date) -> list[date]:
        """The days between two dates for which the exhibition opens."""
        return [each for each in days.occurrences(self.day, first, last) if self._is_meant(each.year)]

    def _is_meant(self, year: int) -> bool:
        if self.recurrence == Recurrence.YEARS:
            return str(year) in [word.strip() for word in self.years.split(",")]
        if self.recurrence == Recurrence.ROUND:
            age = year - (self.day.since or year)
            return age > 0 and age % self.step == 0
        return True


class Run(models.Model):
    """One time that an exhibition is on: planned by the calendar, opened and closed by the worker, each once."""

    # both languages of an exhibition share their translation key, and so their times
    exhibition = models.UUIDField(db_index=True)
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="runs", verbose_name=_("day"))
    falls_on = models.DateField(_("the day itself"))
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("last day"))
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of an exhibition")
        verbose_name_plural = _("runs of exhibitions")
        ordering = ["opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exhibition", "day", "falls_on"], name="exhibitions_run_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="exhibitions_run_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day.name} {self.falls_on:%d/%m/%Y}"


class Season(models.Model):
    """A time of year in which the whole site wears a theme."""

    theme = models.SlugField(_("theme"), max_length=40)
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="seasons", verbose_name=_("day"))
    begins_before = models.PositiveSmallIntegerField(
        _("begins, days before"), default=7, validators=[MaxValueValidator(60)]
    )
    lasts_after = models.PositiveSmallIntegerField(
        _("lasts, days after"), default=3, validators=[MaxValueValidator(60)]
    )

    panels = [
        FieldPanel("theme", widget=ThemeField),
        FieldPanel("day", widget=forms.Select),
        FieldRowPanel([FieldPanel("begins_before"), FieldPanel("lasts_after")]),
    ]

    class Meta:
        verbose_name = _("season of a theme")
        verbose_name_plural = _("seasons of themes")
        constraints = [models.UniqueConstraint(fields=["day"], name="exhibitions_season_once_a_day")]

    def __str__(self) -> str:
        return f"{self.theme}: {self.day.name}"

    def holds(self, today: date) -> bool:
        first, last = (
            today - timedelta(days=self.lasts_after),
            today + timedelta(days=self.begins_before),
        )
        return bool(days.occurrences(self.day, first, last))

    def distance(self, today: date) -> int:
        """How many days the day itself is away, before or behind."""
        near = days.occurrences(self.day, today - timedelta(days=61), today + timedelta(days=61))
        return min((abs((each - today).days) for each in near), default=999)
