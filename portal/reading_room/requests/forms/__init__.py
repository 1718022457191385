"""What a reader fills in, and what an officer decides."""
