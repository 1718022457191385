"""Agents and places, which records name."""
