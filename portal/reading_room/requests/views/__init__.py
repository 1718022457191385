"""Pages on which a reader asks and follows."""
