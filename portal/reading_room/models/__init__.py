"""The reading room's nouns, one a file."""

from portal.reading_room.models.baskets import BasketItem
from portal.reading_room.models.bills import Bill, Fee, FeeReduction
from portal.reading_room.models.cards import ReaderCard
from portal.reading_room.models.copies import CertifiedCopy, Delivery
from portal.reading_room.models.counters import Counter
from portal.reading_room.models.dossiers import Dossier
from portal.reading_room.models.grounds import RefusalGround
from portal.reading_room.models.loans import Absence, Loan, Retrieval
from portal.reading_room.models.money import MoneyChange
from portal.reading_room.models.requests import AccessRequest, NotAllowedNow
from portal.reading_room.models.rules import RoomRules
from portal.reading_room.models.surveys import Survey
from portal.reading_room.models.terms import KeepingTerm, ServiceTerm
from portal.reading_room.models.visits import OpeningHours, Seat, Visit
from portal.reading_room.models.words import Word

__all__ = [
    "Absence",
    "AccessRequest",
    "BasketItem",
    "Bill",
    "CertifiedCopy",
    "Counter",
    "Delivery",
    "Dossier",
    "Fee",
    "FeeReduction",
    "KeepingTerm",
    "Loan",
    "MoneyChange",
    "NotAllowedNow",
    "OpeningHours",
    "ReaderCard",
    "RefusalGround",
    "Retrieval",
    "RoomRules",
    "Seat",
    "ServiceTerm",
    "Survey",
    "Visit",
    "Word",
]
