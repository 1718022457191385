"""The Image API over HTTP: tiles in front of Django, everything else as views, and what info.json says."""
