"""IIIF Change Discovery 1.0: what became public, changed, or went, in the order in which it happened."""
