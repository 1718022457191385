"""Paper that leaves its shelf."""
