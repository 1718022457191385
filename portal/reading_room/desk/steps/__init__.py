"""The steps that officers take at a request: what one is, what it asks, the tables of all, which a page offers."""
