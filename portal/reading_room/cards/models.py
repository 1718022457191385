"""The reader's card: who a reader is, as far as the archive must know it."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts import vault
from portal.accounts.personal import PersonalField
from portal.reading_room.cards.vocabulary import CARD_STEPS, LIVING_CARDS, CardState, ReaderKind
from portal.reading_room.rules.errors import NOT_THIS_STEP, NotAllowedNow
from portal.reading_room.rules.vocabulary import Actor, DataKind, Purpose

_WHO = _("to know whose it is")
_KNOWN = _("to know a reader who comes to the desk")
_REACHED = _("to reach a reader when paper cannot be had")
_CHECKED = _("to check who may have a card")
_DECIDED = _("to decide on the card")
_TOLD = _("to tell the reader what was decided")
_FIGURES = _("for registers and figures")


def _number(card: "ReaderCard") -> str:
    return card.identity_number


def _phone(card: "ReaderCard") -> str:
    return card.phone


def _drop_letter(card: "ReaderCard") -> None:
    card.drop_letter()


class ReaderCard(models.Model):
    """An application for a card, and the card once it is verified.

    Numbers and the letter are sealed (``vault``): what stands in the database is of no use without the keys.
    """

    # names the row in what is sealed, so that a value copied to another row cannot be opened there
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="cards")
    kind = models.CharField(_("kind of reader"), max_length=12, choices=ReaderKind.choices)
    purpose = models.CharField(_("purpose"), max_length=2, choices=Purpose.choices)
    purpose_text = models.TextField(_("what you need it for"), max_length=500, blank=True)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    nationality = models.CharField(_("nationality"), max_length=80, blank=True)
    number_sealed = models.BinaryField(default=b"")
    # the same number always gives the same index, and nobody without the key can compute it
    number_index = models.CharField(max_length=32, blank=True, db_index=True)
    phone_sealed = models.BinaryField(default=b"")
    letter_name = models.CharField(max_length=120, blank=True)
    consented_at = models.DateTimeField()
    consent_version = models.CharField(max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=CardState.choices, default=CardState.REQUESTED)
    requested_at = models.DateTimeField(_("requested"))
    due_on = models.DateField(_("due"), null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    reply = models.TextField(_("words to the reader"), blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    valid_until = models.DateField(_("valid until"), null=True)
    ended_at = models.DateTimeField(null=True)

    PERSONAL = (
        PersonalField("reader", _WHO, erased=None, exported=False),
        PersonalField("kind", _CHECKED, stays=True),
        PersonalField(
            "number_sealed",
            _KNOWN,
            DataKind.CARD,
            b"",
            export=_number,
            exported_as="number",
            label=_("Number of the paper"),
        ),
        PersonalField("number_index", _KNOWN, DataKind.CARD, exported=False),
        PersonalField(
            "phone_sealed", _REACHED, DataKind.CARD, b"", export=_phone, exported_as="phone", label=_("Telephone")
        ),
        PersonalField("nationality", _CHECKED),
        PersonalField("institution", _CHECKED),
        PersonalField("purpose", _FIGURES, stays=True),
        PersonalField("purpose_text", _DECIDED),
        PersonalField(
            "letter_name", _CHECKED, DataKind.LETTER, erase=_drop_letter, exported_as="letter", label=_("Letter")
        ),
        PersonalField("reply", _TOLD),
        PersonalField("state", _FIGURES, stays=True),
        PersonalField("consent_version", _FIGURES, stays=True, exported_as="consent", label=_("consent")),
    )

    class Meta:
        verbose_name = _("reader's card")
        verbose_name_plural = _("readers' cards")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader"],
                condition=models.Q(state__in=LIVING_CARDS),
                name="reading_room_one_card_a_reader",
            ),
            models.UniqueConstraint(fields=["year", "number"], name="reading_room_card_number"),
        ]

    def __str__(self) -> str:
        return self.shown_number or f"#{self.pk}"

    def move_to(self, state: CardState, actor: Actor) -> None:
        """Take a step of the table. Raises ``NotAllowedNow``."""
        if actor not in CARD_STEPS.get((CardState(self.state), state), ()):
            raise NotAllowedNow(NOT_THIS_STEP)
        self.state = state

    @property
    def shown_number(self) -> str:
        """The card's own number, as it stands on slips."""
        return f"{self.year}/{self.number:05}" if self.number else ""

    @property
    def identity_number(self) -> str:
        """The number of citizen card or passport in full; empty once it is erased."""
        return vault.open_text(bytes(self.number_sealed), self._place("number"))

    @property
    def masked_number(self) -> str:
        """The last four signs of it, enough to tell two cards apart at the counter; ``?`` without its key."""
        try:
            number = self.identity_number
        except vault.Broken:
            return "?"
        return f"{'•' * (len(number) - 4)}{number[-4:]}" if number else ""

    @property
    def phone(self) -> str:
        return vault.open_text(bytes(self.phone_sealed), self._place("phone"))

    @property
    def masked_phone(self) -> str:
        try:
            phone = self.phone
        except vault.Broken:
            return "?"
        return f"{'•' * (len(phone) - 3)}{phone[-3:]}" if phone else ""

    def seal(self, *, number: str, phone: str) -> None:
        """Put the reader's numbers away."""
        self.number_sealed = vault.seal_text(number, self._place("number"))
        self.number_index = vault.index(number)
        self.phone_sealed = vault.seal_text(phone, self._place("phone"))

    def keep_letter(self, name: str, data: bytes) -> None:
        self.letter_name = name[-120:]
        vault.keep_file(str(self.ref), data, self._place("letter"))

    def letter(self) -> bytes | None:
        """The letter of introduction; ``None`` where there is none or it is erased."""
        return vault.read_file(str(self.ref), self._place("letter")) if self.letter_name else None

    def drop_letter(self) -> None:
        """Erase the letter, once the transaction is through: one that is undone must not lose it."""
        name, self.letter_name = str(self.ref), ""
        transaction.on_commit(lambda: vault.drop_file(name))

    def _place(self, field: str) -> str:
        return f"card.{field}:{self.ref}"
