"""Of which days a register is."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeriodForm(forms.Form):
    """From a day to another, both counted."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The period ends before it begins."))
        elif first and last and not (first.year >= 1990 and last.year <= 2100):
            self.add_error("first", _("Choose days between 1990 and 2100."))
        elif first and last and (last - first).days > 1100:
            self.add_error("last", _("Choose a period of at most three years."))
        return cleaned
