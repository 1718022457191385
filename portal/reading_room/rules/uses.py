"""What a reader may want of a record: each use is one object, and all that sets it apart from others stands there.

Rooms above register what they do for a use (``requests.handling``); ``docs/reading-room.md`` tells how to add one.
"""

import enum
from dataclasses import dataclass

from portal.reading_room.rules.vocabulary import CopyFormat, FeeUnit, Service, Use


class Leaves(enum.Enum):
    """How what was asked for leaves the house; the steps of a request depend on it."""

    SCREEN = "read in the viewer until a day"
    PAPER = "lent in the reading room, and returned"
    COPY = "a copy, fetched as a file or at the counter"
    WORDS = "an answer in words"


@dataclass(frozen=True)
class UseRules:
    """One use of a record.

    ``formats`` are the ways in which a copy is handed over, the first one where the reader chooses none of them;
    ``fee_units`` what an amount of the fee table may be for, none where the use is free; ``service`` the term in
    working days while the record is open. A use that ``needs_card`` is asked for by those who have applied for one;
    paper is handed to those alone whose card the desk has verified.
    """

    use: Use
    leaves: Leaves
    service: Service
    needs_card: bool = False
    is_signed: bool = False
    chooses_pages: bool = False
    formats: tuple[CopyFormat, ...] = (CopyFormat.PDF,)
    fee_units: tuple[FeeUnit, ...] = ()

    @property
    def is_read_online(self) -> bool:
        return self.leaves is Leaves.SCREEN

    @property
    def is_lent(self) -> bool:
        return self.leaves is Leaves.PAPER

    @property
    def is_copy(self) -> bool:
        return self.leaves is Leaves.COPY

    @property
    def is_answered(self) -> bool:
        return self.leaves is Leaves.WORDS

    @property
    def may_cost(self) -> bool:
        return bool(self.fee_units)

    def format_for(self, chosen: str) -> CopyFormat:
        """How it is handed over to a reader who chose a format, perhaps one that there is not for this use."""
        return CopyFormat(chosen) if chosen in self.formats else self.formats[0]


PER_PAGE_OR_DOCUMENT = (FeeUnit.PAGE, FeeUnit.DOCUMENT)
USES: dict[Use, UseRules] = {
    rules.use: rules
    for rules in (
        UseRules(Use.ONLINE, Leaves.SCREEN, Service.READING),
        # it takes paper off the shelf: the reader must be known
        UseRules(Use.ROOM, Leaves.PAPER, Service.READING, needs_card=True),
        UseRules(
            Use.COPY,
            Leaves.COPY,
            Service.COPYING,
            chooses_pages=True,
            formats=(CopyFormat.PDF, CopyFormat.PRINTED),
            fee_units=PER_PAGE_OR_DOCUMENT,
        ),
        # what bears the archive's name is given to a known reader
        UseRules(
            Use.AUTHENTICATED,
            Leaves.COPY,
            Service.COPYING,
            needs_card=True,
            is_signed=True,
            chooses_pages=True,
            fee_units=PER_PAGE_OR_DOCUMENT,
        ),
        UseRules(
            Use.PACKAGE,
            Leaves.COPY,
            Service.COPYING,
            needs_card=True,
            is_signed=True,
            fee_units=PER_PAGE_OR_DOCUMENT,
        ),
        UseRules(Use.INFORMATION, Leaves.WORDS, Service.INFORMATION),
    )
}
COPIES = tuple(use for use, rules in USES.items() if rules.is_copy)
LENT = tuple(use for use, rules in USES.items() if rules.is_lent)
