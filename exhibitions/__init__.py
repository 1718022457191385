"""Exhibitions: stories told with the holdings."""
