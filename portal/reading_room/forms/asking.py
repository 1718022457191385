"""What readers fill in."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.reading_room.deliveries import MOST_PAGES
from portal.reading_room.models import Survey
from portal.reading_room.page_lists import BadPages, parse_pages, write_pages
from portal.reading_room.vocabulary import (
    COPIES,
    NEEDS_LETTER,
    CopyFormat,
    FeeClass,
    Purpose,
    ReaderKind,
    Use,
)

# the first bytes of what a letter may be, and how such a file is called
LETTERS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
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
        label=_("Format (for plain copies)"),
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
        if not any(use in COPIES for use in self.able):
            del self.fields["pages"], self.fields["copy_format"]

    def clean_copy_format(self) -> str:
        return self.cleaned_data["copy_format"] or CopyFormat.PDF

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
        use = cleaned.get("use")
        spares_original = use == Use.ROOM and self.scan_count
        if (use == Use.INFORMATION or spares_original) and len(cleaned.get("wish", "").strip()) < 10:
            self.add_error("wish", _("Please write a sentence here."))
        if use not in COPIES:
            cleaned["pages"], cleaned["copy_format"] = "", CopyFormat.PDF
        whole = use in COPIES and not cleaned.get("pages") and "pages" not in self.errors
        if whole and self.scan_count > MOST_PAGES:
            self.add_error(
                "pages" if use != Use.PACKAGE else "use",
                _("At most %(n)s pages go into one copy; ask for a part.") % {"n": MOST_PAGES},
            )
        if use == Use.PACKAGE:
            cleaned["pages"] = ""
        if use != Use.COPY:
            cleaned["copy_format"] = CopyFormat.PDF  # what is signed is signed as a file
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


class CardForm(forms.Form):
    """What the archive must know of a reader, and nothing more."""

    kind = forms.ChoiceField(label=_("You come as"), choices=ReaderKind.choices, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number of your citizen card or passport"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
        help_text=_("The number only, to compare it with the card at the desk. Never send a picture of the card."),
    )
    phone = forms.CharField(
        label=_("Telephone (optional)"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("To reach you when paper that you ordered cannot be had."),
    )
    nationality = forms.CharField(label=_("Nationality (foreign readers)"), max_length=80, required=False)
    institution = forms.CharField(label=_("Institution (if any)"), max_length=200, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, widget=forms.RadioSelect)
    purpose_text = forms.CharField(
        label=_("What do you need it for?"),
        max_length=500,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    letter = forms.FileField(
        label=_("Letter of introduction"),
        required=False,
        help_text=_("Organisations and foreign readers: PDF, JPEG or PNG of at most 5 MB."),
    )
    consent = forms.BooleanField(
        label=_("I agree that the archive keeps these data for the card, for as long as stated here.")
    )

    def clean_number(self) -> str:
        number = re.sub(r"[\s.-]", "", self.cleaned_data["number"]).upper()
        if not re.fullmatch(r"[0-9A-Z]{6,15}", number) or not number.isascii():
            raise forms.ValidationError(_("Write the number as it stands on the card."))
        return number

    def clean_phone(self) -> str:
        phone = re.sub(r"[\s.()-]", "", self.cleaned_data["phone"])
        if phone and not re.fullmatch(r"\+?[0-9]{8,15}", phone):
            raise forms.ValidationError(_("Write the telephone number in digits."))
        return phone

    def clean_letter(self) -> tuple[str, bytes] | None:
        letter = self.cleaned_data["letter"]
        if not letter:
            return None
        if letter.size > settings.LETTER_MAX_BYTES:
            raise forms.ValidationError(_("The letter is larger than 5 MB."))
        data = letter.read()
        if not data.startswith(tuple(LETTERS)):
            raise forms.ValidationError(_("The letter is neither PDF nor JPEG nor PNG."))
        return letter.name, data

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        kind, number = cleaned.get("kind"), cleaned.get("number", "")
        if kind in NEEDS_LETTER and "letter" not in self.errors and not cleaned.get("letter"):
            self.add_error("letter", _("A letter is needed for this kind of card."))
        if kind == ReaderKind.FOREIGNER and not cleaned.get("nationality", "").strip():
            self.add_error("nationality", _("Please write your nationality."))
        if kind == ReaderKind.ORGANISATION and not cleaned.get("institution", "").strip():
            self.add_error("institution", _("Please write the name of the organisation."))
        if kind != ReaderKind.FOREIGNER and number and not re.fullmatch(r"[0-9]{12}", number):
            self.add_error("number", _("A citizen card has twelve digits."))
        return cleaned


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


class EraseForm(forms.Form):
    """The last word before an account is erased."""

    sure = forms.BooleanField(label=_("Yes, erase my account and what is kept of me. It cannot be undone."))
