"""Dates as typed on Vietnamese pages."""
