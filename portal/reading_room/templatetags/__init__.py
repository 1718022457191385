"""What templates ask of the reading room."""
