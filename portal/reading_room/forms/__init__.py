"""Forms of the reading room: what a reader fills in, and what an officer decides."""
