"""What an officer fills in about a copy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.reading_room.copies.vocabulary import PaidBy


class PaymentForm(forms.Form):
    """How the money came."""

    paid_by = forms.ChoiceField(label=_("How it was paid"), choices=PaidBy.choices, widget=forms.RadioSelect)
