"""Records: descriptions, their scans, grants, and everything that changes them."""
