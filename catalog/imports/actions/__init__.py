"""Importing finding aids: read, preview, write. The same file again changes nothing; an edited copy updates."""
