"""The text layer: ALTO and hOCR in, words with boxes kept small, found again without diacritics, shown to viewers."""
