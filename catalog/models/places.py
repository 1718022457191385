"""Places: a name in its time, with the units it came from and went into."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import keys
from catalog.querysets import NamedQuerySet
from catalog.vocabulary import Succession


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
