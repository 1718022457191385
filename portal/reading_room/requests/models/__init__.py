"""Nouns of a request, one a file."""

from portal.reading_room.requests.models.baskets import BasketItem
from portal.reading_room.requests.models.dossiers import Dossier
from portal.reading_room.requests.models.requests import AccessRequest
from portal.reading_room.requests.models.surveys import Survey
from portal.reading_room.requests.models.words import Word

__all__ = ["AccessRequest", "BasketItem", "Dossier", "Survey", "Word"]
