"""Dates as typed on English pages."""
