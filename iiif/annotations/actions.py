"""Writing, changing and removing annotations: each with its event, each told to harvesters."""

from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.models import Scan
from catalog.people import Person, pk_of
from catalog.records.actions.changes import Change, Effect, carry_out
from catalog.vocabulary import EventKind
from iiif.models import Annotation


class OutsideThePage(Exception):
    """The region has no pixel on the page."""


def _region(scan: Scan, values: dict) -> dict:
    """Cut the region to the page; without one the whole page is meant. Raises ``OutsideThePage``."""
    sides = [values.get(side) for side in ("x", "y", "width", "height")]
    if all(side is None for side in sides):
        return values
    if any(side is None for side in sides):
        raise OutsideThePage
    x, y, width, height = (int(side) for side in sides if side is not None)
    width, height = min(width, scan.width - x), min(height, scan.height - y)
    if width < 1 or height < 1:
        raise OutsideThePage
    return values | {"x": x, "y": y, "width": width, "height": height}


@transaction.atomic
def write(
    scan: Scan, annotation: Annotation | None = None, *, by: Person | None, at: datetime, **values: Any
) -> Annotation:
    """Write a new annotation on a page, or change one. Raises ``OutsideThePage``."""
    values = _region(scan, values)
    if annotation is None:
        annotation = Annotation(scan=scan, written_by_id=pk_of(by), created_at=at)
    for name, value in values.items():
        setattr(annotation, name, value)
    annotation.changed_at = at
    annotation.save()
    _tell(scan, annotation.key, "written", by=by, at=at)
    return annotation


@transaction.atomic
def remove(annotation: Annotation, *, by: Person | None, at: datetime) -> None:
    scan, key = annotation.scan, annotation.key
    annotation.delete()
    _tell(scan, key, "removed", by=by, at=at)


def _tell(scan: Scan, key: str, deed: str, *, by: Person | None, at: datetime) -> None:
    detail = {"scan": scan.key, "annotation": key, "deed": deed}
    carry_out([Change(scan.record, EventKind.ANNOTATION, detail, effect=Effect.READS)], by=by, at=at)
