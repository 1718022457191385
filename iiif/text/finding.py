"""Finding words on a page, with or without diacritics, as the main search does. Knows no Django.

A page is looked through in its folded letters with one regular expression, which costs microseconds; only where that
matches are syllables compared one by one, with their marks.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from catalog.search.vietnamese import Syllable as Syllable
from catalog.search.vietnamese import normalise, words

MARKS = dict.fromkeys(range(768, 880)) | {ord("đ"): "d", ord("ð"): "d"}
MOST = 24
BETWEEN = r"[\W_]+"
EDGES = ".,;:!?…()[]{}\"'“”‘’«»-–—/\\*_|"


class Query:
    """The syllables that are looked for, in order, and the expression that finds where they may stand."""

    def __init__(self, text: str) -> None:
        self.syllables = tuple(words(normalise(text).lower()))[:MOST]
        folded = [re.escape(each.folded.replace("y", "i")) for each in self.syllables]
        self.phrase = _whole_words(BETWEEN.join(folded))
        self.each = [_whole_words(one) for one in folded]


def _whole_words(inner: str) -> re.Pattern[str]:
    """Looked ahead, so that places that overlap are all tried; the match itself is group 1."""
    return re.compile(rf"(?<![^\W_])(?=({inner})(?![^\W_]))")


class WordRange(NamedTuple):
    """The words of a page from ``first`` to ``last``, both counted from 0 and both part of it."""

    first: int
    last: int


def fold(text: str) -> str:
    """All letters small and without marks, i and y one; blanks stay where they were."""
    bare = unicodedata.normalize("NFD", text.lower()).translate(MARKS)
    return bare.replace("y", "i")


def same(asked: Syllable, there: Syllable) -> bool:
    """A syllable typed with marks means itself; one without means every reading of it."""
    return asked.exact == there.exact if asked.has_marks else asked.folded == there.folded


class Text:
    """A page's transcription: its words as written, and its folded letters to look through."""

    def __init__(self, plain: str) -> None:
        self.words = plain.split()
        self.folded = fold(plain)

    def phrases(self, query: Query) -> list[WordRange]:
        """Every place where the syllables follow one another, also across the end of a line."""
        return self._where(query.phrase, query.syllables)

    def singles(self, query: Query) -> list[WordRange]:
        """Every word that holds one of the syllables, if all of them are on the page."""
        found = [
            self._where(expression, (syllable,))
            for expression, syllable in zip(query.each, query.syllables, strict=True)
        ]
        return sorted({hit for each in found for hit in each}) if all(found) else []

    def _where(self, expression: re.Pattern[str], syllables: tuple[Syllable, ...]) -> list[WordRange]:
        hits: list[WordRange] = []
        counted, words_before = 0, 0
        for match in expression.finditer(self.folded):
            words_before += self._blanks(counted, match.start(1))
            counted = match.start(1)
            hit = WordRange(words_before, words_before + self._blanks(*match.span(1)))
            overlaps = len(syllables) > 1 and hits and hit.first <= hits[-1].last
            if not overlaps and self._holds(hit, syllables):
                hits.append(hit)
        return hits

    def _blanks(self, start: int, end: int) -> int:
        return self.folded.count(" ", start, end) + self.folded.count("\n", start, end)

    def _holds(self, hit: WordRange, asked: tuple[Syllable, ...]) -> bool:
        there = list(words(" ".join(self.words[hit.first : hit.last + 1])))
        return any(
            all(same(one, there[start + place]) for place, one in enumerate(asked))
            for start in range(len(there) - len(asked) + 1)
        )


def completions(plain: str, beginning: str, *, longest: int = 3) -> Iterator[str]:
    """Phrases of a page, of one to three words, that begin with what was typed, marks or not."""
    asked = " ".join(beginning.split()).lower()
    wanted = _plain_fold(asked)
    exactly = wanted != asked
    tokens = [token.strip(EDGES) for token in plain.lower().split()]
    first, more = wanted.partition(" ")[0], asked.count(" ")
    for start, token in enumerate(tokens):
        if not token or not _plain_fold(token).startswith(first):
            continue
        for length in range(more + 1, more + longest):
            phrase = " ".join(tokens[start : start + length])
            if phrase.count(" ") != length - 1 or not all(tokens[start : start + length]):
                break
            if not _plain_fold(phrase).startswith(wanted):
                break
            if not exactly or phrase.startswith(asked):
                yield phrase


def _plain_fold(text: str) -> str:
    return unicodedata.normalize("NFD", text).translate(MARKS)
