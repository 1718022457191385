"""The officers' desk, where it shows several subjects at once."""
