"""Forms of the reading room: a reader asks, an officer decides."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.reading_room.vocabulary import Purpose, Reason

DEFAULT_DAYS = 15
LONGEST_DAYS = 365


class AskForm(forms.Form):
    """Why a reader wants to see a record."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=Purpose.choices, widget=forms.RadioSelect
    )
    purpose_text = forms.CharField(
        label=_("What do you need it for?"),
        max_length=500,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences are enough. The officer who decides reads them."),
    )


class DecisionForm(forms.Form):
    """Approve until a date, or refuse with a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Open until (last day)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.ChoiceField(
        label=_("Reason of a refusal"), required=False, choices=[("", "—"), *Reason.choices]
    )
    reply = forms.CharField(
        label=_("Words to the reader"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + timedelta(days=DEFAULT_DAYS)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "approve":
            self._check_until(cleaned.get("until"))
        elif cleaned.get("decision") == "refuse":
            if not cleaned.get("reason"):
                self.add_error("reason", _("A refusal needs a reason."))
            if not cleaned.get("reply", "").strip():
                self.add_error("reply", _("A refusal needs a sentence to the reader."))
        return cleaned

    def _check_until(self, until) -> None:
        today = timezone.localdate()
        if until is None:
            self.add_error("until", _("An approval needs a last day."))
        elif until < today:
            self.add_error("until", _("The last day has passed already."))
        elif until > today + timedelta(days=LONGEST_DAYS):
            self.add_error("until", _("The last day is more than a year away."))

    @property
    def ends_at(self) -> datetime:
        """The end of the last day, in the archive's time zone."""
        midnight = datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time.min)
        return timezone.make_aware(midnight)


class WordForm(forms.Form):
    """Words about a request: a question to the reader, the answer, or a note among officers."""

    text = forms.CharField(
        label=_("Text"), max_length=2000, min_length=2, widget=forms.Textarea(attrs={"rows": 3})
    )


class AssignForm(forms.Form):
    """Who works on a request."""

    to: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Assigned to"), queryset=None, required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args, officers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = officers  # type: ignore[attr-defined]
