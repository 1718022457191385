"""Steps that officers take at a request: what one is, asks and does, all of them, and which of them a page offers."""
