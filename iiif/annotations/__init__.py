"""Archivists' remarks on pages, published as W3C annotation pages."""
