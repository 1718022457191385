"""Sentences about records: published(), under(record), visible_to(reader)."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

from catalog import rule

if TYPE_CHECKING:
    from catalog.records.models import Record


# the last possible child of a node in treebeard's alphabet, four letters a step
LAST_STEP = "ZZZZ"


def below(*paths: str, prefix: str = "") -> Q:
    """Paths and everything under them, as ranges: an index answers them, a LIKE is a scan on SQLite."""
    ranges = (Q(**{f"{prefix}path__range": (path, path + LAST_STEP)}) for path in paths)
    return reduce(or_, ranges, Q(pk__in=()))


def _paths(records: "tuple[Record, ...]") -> list[str]:
    return [record.path for record in records]


class RecordQuerySet(MP_NodeQuerySet):
    def published(self, today: date | None = None) -> "RecordQuerySet":
        """Records whose description everyone may see."""
        return self.filter(rule.public(today or timezone.localdate()))

    def open_to_all(self, today: date | None = None) -> "RecordQuerySet":
        """Records whose scans everyone may see."""
        return self.filter(rule.open_to_all(today or timezone.localdate()))

    def not_open_to_all(self, today: date | None = None) -> "RecordQuerySet":
        return self.filter(~rule.open_to_all(today or timezone.localdate()))

    def on_request(self, today: date | None = None) -> "RecordQuerySet":
        """Records whose description everyone may see, and whose scans who holds a grant."""
        return self.filter(rule.on_request(today or timezone.localdate()))

    def hidden(self, today: date | None = None) -> "RecordQuerySet":
        """Records of which the public knows nothing: closed, or held by an embargo."""
        return self.filter(rule.hidden(today or timezone.localdate()))

    def visible_to(self, reader, today: date | None = None) -> "RecordQuerySet":
        """Records that this reader may know of: everything for staff, the published ones for others."""
        return self.all() if rule.sees_everything(reader) else self.published(today)

    def naming_names(self, reader) -> "RecordQuerySet":
        """Visible records whose agents and places may be told: a guarded title guards its names too."""
        rows = self.visible_to(reader)
        return rows if rule.sees_everything(reader) else rows.filter(rule.unguarded())

    def under(self, *records: "Record") -> "RecordQuerySet":
        """The records and everything below them."""
        return self.filter(below(*_paths(records)))

    def children_of(self, record: "Record") -> "RecordQuerySet":
        return self.filter(below(record.path), depth=record.depth + 1).order_by("path")

    def top(self) -> "RecordQuerySet":
        """Fonds and collections: the roots of the trees."""
        return self.filter(depth=1).order_by("path")

    def levels_by_key(self) -> dict[str, str]:
        """By key of a record the level that counts for it."""
        return dict(self.order_by().values_list("key", "effective_access"))

    def with_scans(self) -> "RecordQuerySet":
        """Annotate ``has_scans``."""
        scans = self.model._meta.apps.get_model("catalog", "Scan")
        return self.annotate(has_scans=Exists(scans.objects.filter(record=OuterRef("pk"))))

    def with_scans_below(self, reader) -> "RecordQuerySet":
        """Annotate ``has_scans_below``: scans that this reader may know of, of its own or of anything below it."""
        scans = self.model._meta.apps.get_model("catalog", "Scan")
        return self._with_below(scans.objects.visible_to(reader))

    def with_public_scans_below(self) -> "RecordQuerySet":
        """Annotate ``has_scans_below`` as a stranger would find it."""
        return self.with_scans_below(None)

    def _with_below(self, scans) -> "RecordQuerySet":
        below = scans.filter(
            record__path__gte=OuterRef("path"),
            record__path__lte=Concat(OuterRef("path"), Value(LAST_STEP)),
        )
        return self.annotate(has_scans_below=Exists(below))


class RecordManager(MP_NodeManager.from_queryset(RecordQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> RecordQuerySet:
        return RecordQuerySet(self.model, using=self._db).order_by("path")


class ScanQuerySet(models.QuerySet):
    def under(self, *records: "Record") -> "ScanQuerySet":
        """Scans of the records and of everything below them."""
        return self.filter(below(*_paths(records), prefix="record__"))

    def in_order(self) -> "ScanQuerySet":
        return self.order_by("record_id", "order")

    def visible_to(self, reader, today: date | None = None) -> "ScanQuerySet":
        """Scans of records that this reader may know of; whether their pixels may be seen is asked for each."""
        if rule.sees_everything(reader):
            return self.all()
        return self.filter(rule.public(today or timezone.localdate(), "record__"))

    def open_to_all(self, today: date | None = None) -> "ScanQuerySet":
        """Scans that need no question at the gate."""
        return self.filter(rule.open_to_all(today or timezone.localdate(), "record__"))


class ScanManager(models.Manager.from_queryset(ScanQuerySet)):  # type: ignore[misc]
    """The pages that stand in their records: what was taken away is in no list, no count and no viewer."""

    def get_queryset(self) -> ScanQuerySet:
        return ScanQuerySet(self.model, using=self._db).filter(taken_away_at=None)


class GrantQuerySet(models.QuerySet):
    def under(self, *records: "Record") -> "GrantQuerySet":
        """Grants on the records and on everything below them."""
        return self.filter(below(*_paths(records), prefix="record__"))

    def active(self, at: datetime) -> "GrantQuerySet":
        return self.standing(at).filter(starts_at__lte=at)

    def standing(self, at: datetime) -> "GrantQuerySet":
        """Grants that have not ended: they run, or have yet to begin."""
        return self.filter(ends_at__gt=at, revoked_at__isnull=True)
