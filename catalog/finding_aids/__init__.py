"""Readers and writers of finding aids: files in, draft values with line numbers out, and back. No Django here."""

from catalog.finding_aids.drafts import (
    UNNAMED,
    Draft,
    FindingAid,
    NamedAgent,
    NotAFindingAid,
    Refusal,
    SecretRows,
    Unknown,
)
from catalog.finding_aids.ead import read_ead as read
from catalog.finding_aids.writing import write_dublin_core, write_ead

__all__ = [
    "UNNAMED",
    "Draft",
    "FindingAid",
    "NamedAgent",
    "NotAFindingAid",
    "Refusal",
    "SecretRows",
    "Unknown",
    "read",
    "write_dublin_core",
    "write_ead",
]
