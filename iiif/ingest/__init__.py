"""Scans come in: validate → checksum → pyramid → shelve; every step can be run again."""
