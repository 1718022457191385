"""Template tags of the exhibition rooms."""
