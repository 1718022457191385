"""The archivists' desk."""
