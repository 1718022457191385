"""Presentation 3.0: a record with scans as a manifest."""
