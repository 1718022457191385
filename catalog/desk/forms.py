"""Forms of the desk."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.access import opens_by_moving
from catalog.imports.models import ImportRun
from catalog.records.models import Record
from catalog.vocabulary import Access


class ReclassifyForm(forms.Form):
    """The level, why, and until when an embargo holds."""

    to = forms.ChoiceField(label=_("Access"), choices=Access.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "Readers see it where a record is open on request and shows its true title; "
            "with a public title nobody does."
        ),
    )
    embargo_until = forms.DateField(
        label=_("Closed until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty, the level holds at once."),
    )

    preview_open = forms.BooleanField(
        label=_("Small pictures for everyone"),
        required=False,
        help_text=_("A record on request shows thumbnails of its pages; they cannot be read."),
    )

    def __init__(self, *args, record, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].initial = record.access
        self.fields["preview_open"].initial = record.preview_open
        self.fields["reason"].initial = record.access_reason
        self.fields["embargo_until"].initial = record.embargo_until


class MoveForm(forms.Form):
    """Where a record shall stand, named by reference code or key."""

    under = forms.CharField(
        label=_("Under (reference code or key)"),
        max_length=120,
        help_text=_("Everything below the record moves with it."),
    )

    opens = forms.BooleanField(
        label=_("More people may see it there, and that is right"),
        required=False,
        help_text=_("Needed where the new place is less strict than the old one."),
    )

    def __init__(self, *args, record, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.record = record

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        under = cleaned.get("under")
        if under and opens_by_moving(self.record, under) and not cleaned.get("opens"):
            self.add_error(
                "opens",
                _("Below %(under)s more people may see it than now. Tick this if it shall be so.") % {"under": under},
            )
        return cleaned

    def clean_under(self) -> Record:
        said = self.cleaned_data["under"].strip()
        found = list(Record.objects.filter(Q(reference_code=said) | Q(key=said))[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("No record, or more than one, has this code."))
        if found[0].path.startswith(self.record.path):
            raise forms.ValidationError(_("A record cannot stand below itself."))
        return found[0]


class ImportForm(forms.ModelForm):
    """A finding aid, and what holds for descriptions that carry no label."""

    class Meta:
        model = ImportRun
        fields = ["file", "default_access"]
        widgets = {
            "default_access": forms.RadioSelect,
            "file": forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
        }
