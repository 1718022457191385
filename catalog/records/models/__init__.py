"""What a record is made of, one noun a file."""

from catalog.records.models.grants import AccessGrant
from catalog.records.models.outbox import SearchOutbox
from catalog.records.models.records import Record, RecordAgent
from catalog.records.models.scans import IngestRun, Scan
from catalog.records.models.texts import ScanText

__all__ = ["AccessGrant", "IngestRun", "Record", "RecordAgent", "Scan", "ScanText", "SearchOutbox"]
