"""What a table keeps of a person: each field says what for, until when, how it is exported and what erases it.

A model lists its fields in ``PERSONAL``; the clock, the export, the erasure and the page that shows people what is kept
of them are made from that. A test finds a field that says nothing of itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class PersonalField:
    """One field about a person.

    ``term`` names the term of keeping after which it is erased; without one it is kept as long as the account.
    ``erased`` stands in the field afterwards, unless ``erase`` does more than that. What ``stays`` says nothing of a
    person any more once the others are erased: figures and registers need it. ``export`` gives the value in plain form;
    a field that is ``exported`` nowhere says the same as another one, or is the link to the person itself. ``label`` is
    what people read where the field's own name is for engineers.
    """

    name: str
    purpose: Promise
    term: str = ""
    erased: Any = ""
    stays: bool = False
    erase: Callable[[Any], None] | None = None
    export: Callable[[Any], Any] | None = None
    exported_as: str = ""
    exported: bool = True
    label: Promise | str = ""


def fields_of(model: type[Model]) -> tuple[PersonalField, ...]:
    return getattr(model, "PERSONAL", ())


def export_row(row: Model) -> dict[str, Any]:
    """All that a row keeps of its person, by name."""
    return {
        field.exported_as or field.name: field.export(row) if field.export else getattr(row, field.name)
        for field in fields_of(type(row))
        if field.exported
    }


def erase_row(row: Model, *, term: str | None = None) -> None:
    """Erase what a row keeps of its person: all of it, or what is kept for one term. The row is saved."""
    fields = [field for field in _erasable(type(row)) if term is None or field.term == term]
    for field in fields:
        if field.erase:
            field.erase(row)
        else:
            setattr(row, field.name, field.erased)
    row.save(update_fields=[field.name for field in fields])


def erased_values(model: type[Model]) -> dict[str, Any]:
    """What stands in a table's fields once the person is forgotten, for an update of many rows.

    Raises ``ValueError`` for a table of which something is erased that does not stand in the row.
    """
    if beside := [field.name for field in _erasable(model) if field.erase]:
        raise ValueError(f"{model.__name__} erases {', '.join(beside)} row by row.")
    return {field.name: field.erased for field in _erasable(model)}


def _erasable(model: type[Model]) -> Iterable[PersonalField]:
    return [field for field in fields_of(model) if not field.stays]
