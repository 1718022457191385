"""The catalogue: what the archive holds and who may look. It knows nobody above it."""
