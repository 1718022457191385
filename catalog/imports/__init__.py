"""Finding aids come in: read, previewed, written."""
