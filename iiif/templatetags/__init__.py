"""Template tags of the image room."""
