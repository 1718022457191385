"""What an officer asks for when fees or the account are to change; another confirms it."""

from django import forms

from portal.reading_room.fees.actions import TABLES
from portal.reading_room.fees.vocabulary import MoneyTable


def form_for(table: MoneyTable) -> type[forms.ModelForm]:
    """The form of one row of a table; it checks, and is never saved by itself."""
    model, names = TABLES[table]
    days: dict[str, type[forms.Widget] | forms.Widget] = {
        name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for name in ("valid_from", "valid_to")
        if name in names
    }
    return forms.modelform_factory(model, fields=names, widgets=days)
