"""What a reader fills in for a card, and an officer at the desk."""

import re

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.reading_room.cards.vocabulary import NEEDS_LETTER, ReaderKind
from portal.reading_room.rules.vocabulary import Purpose

# the first bytes of what a letter may be, and how such a file is called
LETTERS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


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


class RevealForm(forms.Form):
    """Why a reader's number is read in full."""

    what = forms.ChoiceField(
        label=_("What"),
        choices=[
            ("number", _("Number of the paper")),
            ("phone", _("Telephone")),
            ("letter", _("Letter")),
        ],
    )
    why = forms.CharField(
        label=_("Why you need it"),
        max_length=200,
        min_length=5,
        help_text=_("It is written into the log with your name."),
    )


class RefuseCardForm(forms.Form):
    """What a reader whose card is refused should do."""

    reply = forms.CharField(
        label=_("Words to the reader"),
        max_length=1000,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
