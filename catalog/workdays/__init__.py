"""Days on which the archive works."""
