"""The reading room's nouns, where Django looks for them; each stands with its subject."""

from portal.reading_room.cards.models import ReaderCard
from portal.reading_room.copies.models import AuthenticatedCopy, Bill, FinishedCopy
from portal.reading_room.fees.models import Fee, FeeReduction, MoneyChange
from portal.reading_room.loans.models import Absence, Loan, Retrieval
from portal.reading_room.requests.models import AccessRequest, BasketItem, Dossier, Survey, Word
from portal.reading_room.rules.models import Counter, KeepingTerm, RefusalGround, RoomRules, ServiceTerm
from portal.reading_room.visits.models import OpeningHours, Seat, Visit

__all__ = [
    "Absence",
    "AccessRequest",
    "AuthenticatedCopy",
    "BasketItem",
    "Bill",
    "Counter",
    "Dossier",
    "Fee",
    "FeeReduction",
    "FinishedCopy",
    "KeepingTerm",
    "Loan",
    "MoneyChange",
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
