"""Agents (ISAAR(CPF) 2) and places, with those that came before and after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import keys
from catalog.authorities.querysets import NamedQuerySet
from catalog.vocabulary import AgentKind, Succession


class Agent(models.Model):
    """An authority record (ISAAR(CPF) 5.1–5.2)."""

    key = models.CharField(max_length=16, unique=True, default=keys.mint, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=AgentKind.choices, default=AgentKind.CORPORATE)
    name = models.CharField(_("authorised name"), max_length=400)
    name_en = models.CharField(_("name in English"), max_length=400, blank=True)
    other_names = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    dates = models.CharField(_("dates of existence"), max_length=200, blank=True)
    history = models.TextField(_("history"), blank=True)
    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_(
            "Everyone may read names, dates and history. Until then readers see the name that open records give it, "
            "and nothing else."
        ),
    )

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgentSuccession(models.Model):
    """One body gave way to another: merged, split, renamed (ISAAR(CPF) 5.3)."""

    earlier = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="successions_after")
    later = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="successions_before")
    kind = models.CharField(max_length=10, choices=Succession.choices)
    on = models.CharField(_("when"), max_length=60, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="catalog_agent_succeeds_once"),
            models.CheckConstraint(
                name="catalog_agent_not_own_successor",
                condition=~models.Q(earlier=models.F("later")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"


class Place(models.Model):
    """A place under one name and in one extent; "Đồng Nai" before and after a merger are two places."""

    key = models.CharField(max_length=16, unique=True, default=keys.mint, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    valid_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "valid_from"]

    def __str__(self) -> str:
        if self.valid_from or self.valid_to:
            return f"{self.name} ({self.valid_from or '…'}–{self.valid_to or '…'})"
        return self.name


class PlaceSuccession(models.Model):
    """One unit went into another, wholly or in part."""

    earlier = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="successions_after")
    later = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="successions_before")
    kind = models.CharField(max_length=10, choices=Succession.choices)
    on = models.CharField(_("when"), max_length=60, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="catalog_place_succeeds_once")]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"
