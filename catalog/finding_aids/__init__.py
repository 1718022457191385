"""Readers of finding aids: files in, draft values with line numbers out. No Django here."""

from catalog.finding_aids.drafts import (
    Draft,
    FindingAid,
    NamedAgent,
    NotAFindingAid,
    Refusal,
    SecretRows,
    Unknown,
)
from catalog.finding_aids.ead import read_ead as read

__all__ = [
    "Draft",
    "FindingAid",
    "NamedAgent",
    "NotAFindingAid",
    "Refusal",
    "SecretRows",
    "Unknown",
    "read",
]
