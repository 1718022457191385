"""What readers fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.reading_room.requests.models import Survey
from portal.reading_room.requests.page_lists import MOST_PAGES, BadPages, parse_pages, write_pages
from portal.reading_room.rules.uses import USES
from portal.reading_room.rules.vocabulary import CopyFormat, FeeClass, Purpose

LONGEST_LIST = 200  # signs of a list of pages


BAD_PAGES = {
    "words": _("Write pages like this: 1-3, 7."),
    "order": _("Write the smaller page first, like this: 1-3, 7."),
    "beyond": _("There are not so many pages."),
}


class WishForm(forms.Form):
    """What a reader wants of one record."""

    use = forms.ChoiceField(label=_("What do you want?"), widget=forms.RadioSelect)
    pages = forms.CharField(
        label=_("Pages (for copies)"),
        required=False,
        max_length=LONGEST_LIST,
        help_text=_("For example 1-3, 7. Left empty: all pages."),
    )
    copy_format = forms.ChoiceField(
        label=_("How you want a copy"),
        choices=CopyFormat.choices,
        initial=CopyFormat.PDF,
        required=False,
    )
    wish = forms.CharField(
        label=_("What you want to add"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your question, or why you need the original although it is digitised."),
    )

    def __init__(self, *args, offers, scan_count: int = 0, sheets: int = 0, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.scan_count = scan_count
        # of paper the sheets may be known, each with two sides; else what fits into one copy
        self.last_page = scan_count or 2 * sheets or MOST_PAGES
        self.able = {each.use: each for each in offers if each.is_possible}
        self.fields["use"].choices = [(use, use.label) for use in self.able]  # type: ignore[attr-defined]
        if not any(USES[use].is_copy for use in self.able):
            del self.fields["pages"], self.fields["copy_format"]

    def clean_pages(self) -> str:
        try:
            pages = parse_pages(self.cleaned_data["pages"], last=self.last_page)
        except BadPages as wrong:
            raise forms.ValidationError(BAD_PAGES[str(wrong)]) from wrong
        written = write_pages(pages)
        if len(pages) > MOST_PAGES or len(written) > LONGEST_LIST:
            raise forms.ValidationError(_("At most %(n)s pages go into one copy; ask for a part.") % {"n": MOST_PAGES})
        return written

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if "use" not in cleaned:
            return cleaned
        rules = USES[cleaned["use"]]
        spares_original = rules.is_lent and self.scan_count
        if (rules.is_answered or spares_original) and len(cleaned.get("wish", "").strip()) < 10:
            self.add_error("wish", _("Please write a sentence here."))
        if not rules.chooses_pages:
            cleaned["pages"] = ""
        cleaned["copy_format"] = rules.format_for(cleaned.get("copy_format", ""))
        whole = rules.is_copy and not cleaned.get("pages") and "pages" not in self.errors
        if whole and self.scan_count > MOST_PAGES:
            self.add_error(
                "pages" if rules.chooses_pages else "use",
                _("At most %(n)s pages go into one copy; ask for a part.") % {"n": MOST_PAGES},
            )
        return cleaned


class PurposeForm(forms.Form):
    """Why a reader wants what is in the basket."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, widget=forms.RadioSelect)
    purpose_text = forms.CharField(
        label=_("What do you need it for?"),
        max_length=500,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences are enough. The officer who decides reads them."),
    )
    fee_class = forms.ChoiceField(
        label=_("Do you belong to a group that pays less for copies?"),
        choices=[(FeeClass.OTHER, FeeClass.OTHER.label), *FeeClass.choices[:-1]],
        initial=FeeClass.OTHER,
        help_text=_("The desk may ask for the paper that shows it."),
    )


class ReasonForm(forms.Form):
    """Why more time is needed."""

    text = forms.CharField(
        label=_("Why do you need more time?"),
        max_length=500,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SurveyForm(forms.ModelForm):
    """Three questions, and room for words."""

    class Meta:
        model = Survey
        fields = ["found", "in_time", "served", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        marks = [
            (5, _("Very good")),
            (4, _("Good")),
            (3, _("Fair")),
            (2, _("Poor")),
            (1, _("Bad")),
        ]
        for name in ("found", "in_time", "served"):
            label = self.fields[name].label
            self.fields[name] = forms.TypedChoiceField(label=label, choices=marks, coerce=int, widget=forms.RadioSelect)
