"""The catalogue's nouns, where Django looks for them; each stands with its subject."""

from catalog.authorities.models import Agent, AgentSuccession, Place, PlaceSuccession
from catalog.events.models import Event
from catalog.imports.models import ImportRun
from catalog.records.models import AccessGrant, IngestRun, Record, RecordAgent, Scan, ScanText, SearchOutbox
from catalog.workdays.models import DeclaredDay

__all__ = [
    "AccessGrant",
    "Agent",
    "AgentSuccession",
    "DeclaredDay",
    "Event",
    "ImportRun",
    "IngestRun",
    "Place",
    "PlaceSuccession",
    "Record",
    "RecordAgent",
    "Scan",
    "ScanText",
    "SearchOutbox",
]
