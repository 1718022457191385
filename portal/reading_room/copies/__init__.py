"""Copies: quoted, paid, made, fetched."""
