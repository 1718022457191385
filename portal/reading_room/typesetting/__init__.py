"""Papers of the reading room: typeset as PDF, one template a paper, and signed."""
