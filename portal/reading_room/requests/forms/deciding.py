"""What officers fill in."""

from collections.abc import Container
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.rules.models import RoomRules
from portal.reading_room.rules.roles import officers
from portal.reading_room.rules.vocabulary import Reason

YES_OR_NO = [("approve", _("Approve")), ("refuse", _("Refuse"))]


class DecisionForm(forms.Form):
    """Approve, until a date where something is opened, or refuse with a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Open until (last day)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    may_download = forms.BooleanField(
        label=_("With a download"),
        required=False,
        help_text=_("Otherwise it is read in the viewer only."),
    )
    reason = forms.ChoiceField(label=_("Reason of a refusal"), required=False, choices=[("", "—"), *Reason.choices])
    reply = forms.CharField(
        label=_("Words to the reader"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, opens: bool = True, possible: Container[str] = ("approve", "refuse"), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.opens = opens
        if opens:
            self.longest = RoomRules.load().online_days
            self.fields["until"].initial = timezone.localdate() + timedelta(days=self.longest)
        else:
            del self.fields["until"], self.fields["may_download"]
        choices = [(value, label) for value, label in YES_OR_NO if value in possible]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["decision"].initial = choices[0][0]

    @classmethod
    def for_request(cls, access_request: AccessRequest, data=None, **more) -> "DecisionForm":
        return cls(data, opens=access_request.use_rules.is_read_online, **more)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "approve" and self.opens:
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
        elif until > today + timedelta(days=self.longest):
            self.add_error(
                "until",
                _("The last day is more than %(n)s days away; the rules of the room allow no more.")
                % {"n": self.longest},
            )

    def words(self) -> dict[str, Any]:
        """What the verb of the decision is told."""
        reply = {"reply": self.cleaned_data["reply"]}
        if self.cleaned_data["decision"] == "refuse":
            return {"reason": self.cleaned_data["reason"], **reply}
        return {"until": self.ends_at, "may_download": self.cleaned_data.get("may_download", False), **reply}

    @property
    def ends_at(self) -> datetime | None:
        """The end of the last day, in the archive's time zone; ``None`` where nothing is opened."""
        return end_of(self.cleaned_data["until"]) if self.opens else None


def end_of(day) -> datetime:
    """The end of a day, in the archive's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class WordForm(forms.Form):
    """Words about a request: a question to the reader, the answer, or a note among officers."""

    text = forms.CharField(label=_("Text"), max_length=2000, min_length=2, widget=forms.Textarea(attrs={"rows": 3}))


class AssignForm(forms.Form):
    """Who works on a request."""

    to: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Assigned to"), queryset=None, required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = officers()  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """More time for what is open; left empty, none."""

    until = forms.DateField(
        label=_("Open until (last day)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty to give no more time."),
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        today, longest = timezone.localdate(), RoomRules.load().online_days
        if until and not today <= until <= today + timedelta(days=longest):
            raise forms.ValidationError(_("Choose a day from today on, at most %(n)s days away.") % {"n": longest})
        return until
