"""People: readers who sign up, and staff with roles."""
