"""The reading room's nouns, one a file."""

from portal.reading_room.models.requests import AccessRequest, NotAllowedNow
from portal.reading_room.models.terms import ServiceTerm
from portal.reading_room.models.words import Word

__all__ = ["AccessRequest", "NotAllowedNow", "ServiceTerm", "Word"]
