"""The officers' desk, by what it is about."""
