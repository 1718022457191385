"""The catalogue's nouns, one a file."""

from catalog.models.agents import Agent, AgentSuccession
from catalog.models.events import Event
from catalog.models.grants import AccessGrant
from catalog.models.imports import ImportRun
from catalog.models.outbox import SearchOutbox
from catalog.models.places import Place, PlaceSuccession
from catalog.models.records import Record, RecordAgent
from catalog.models.scans import IngestRun, Scan
from catalog.models.texts import ScanText
from catalog.models.workdays import DeclaredDay

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
