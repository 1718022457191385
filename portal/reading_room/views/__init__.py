"""Pages of the reading room for readers, by what they are about."""
