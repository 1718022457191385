"""Permanent public identifiers: short, without look-alike letters, never reused and never derived from a code."""

import secrets

# Crockford's base 32 in lower case: no i, l, o, u, so that a key survives being read over the telephone
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def mint() -> str:
    """Return a new random key of ten characters (50 bits), safe in any URL and file name."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
