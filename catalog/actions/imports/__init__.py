"""Importing finding aids: read, preview, write. The same file again changes nothing; an edited copy updates."""

from catalog.actions.imports.plan import OtherFonds, Plan
from catalog.actions.imports.runs import confirm, preview, read_file
from catalog.actions.imports.writing import write

__all__ = ["OtherFonds", "Plan", "confirm", "preview", "read_file", "write"]
