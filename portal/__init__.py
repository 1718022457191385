"""The front door: it composes every other room, and nobody imports it."""
