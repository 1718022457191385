"""Verbs of the exhibition rooms."""
