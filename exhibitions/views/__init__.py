"""Pages beside the story, one errand a file."""
