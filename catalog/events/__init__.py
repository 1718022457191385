"""The event log and its hash chain."""
