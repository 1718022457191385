"""Pages that are not exhibitions: the home page, plain pages, and what the archive says of itself."""
