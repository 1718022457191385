"""The reader's card: who a reader is, as far as the archive must know it."""
