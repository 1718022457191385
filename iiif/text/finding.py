"""Finding words on a page, with or without diacritics, as the main search does. Knows no Django.

A page is first asked whether its folded letters hold every syllable at all, which costs microseconds; only then are
its syllables compared one by one.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from catalog.search.vietnamese import Word as Syllable
from catalog.search.vietnamese import normalise, words

MARKS = dict.fromkeys(range(768, 880)) | {ord("đ"): "d", ord("ð"): "d"}


class Query(NamedTuple):
    """The syllables that are looked for, in order."""

    syllables: tuple[Syllable, ...]

    @classmethod
    def parse(cls, text: str) -> "Query":
        return cls(tuple(words(normalise(text).lower()))[:MOST])


MOST = 24


class Hit(NamedTuple):
    """The words of a page from ``first`` to ``last``, both counted from 0 and both part of it."""

    first: int
    last: int


def fold(text: str) -> str:
    """All letters small and without marks, i and y one, for a quick look."""
    bare = unicodedata.normalize("NFD", text.lower()).translate(MARKS)
    return bare.replace("y", "i")


def may_hold(folded: str, query: Query) -> bool:
    """Whether a folded page holds every syllable somewhere; no promise that the query is there."""
    return all(syllable.folded.replace("y", "i") in folded for syllable in query.syllables)


def same(asked: Syllable, there: Syllable) -> bool:
    """A syllable typed with marks means itself; one without means every reading of it."""
    return asked.exact == there.exact if asked.has_marks else asked.folded == there.folded


class Text:
    """A page's transcription cut into syllables, each with the word that it belongs to."""

    def __init__(self, plain: str) -> None:
        starts = [match.start() for match in re.finditer(r"\S+", plain)]
        self.syllables = list(words(plain))
        self.word_of = [bisect_right(starts, each.start) - 1 for each in self.syllables]

    def phrases(self, query: Query) -> Iterator[Hit]:
        """Every place where the syllables follow one another, also across the end of a line."""
        length, at = len(query.syllables), 0
        while at + length <= len(self.syllables):
            if all(
                same(asked, self.syllables[at + offset])
                for offset, asked in enumerate(query.syllables)
            ):
                yield Hit(self.word_of[at], self.word_of[at + length - 1])
                at += length
            else:
                at += 1

    def singles(self, query: Query) -> list[Hit]:
        """Every word that holds one of the syllables, if all of them are on the page."""
        found = [
            [index for index, there in enumerate(self.syllables) if same(asked, there)]
            for asked in query.syllables
        ]
        if not all(found):
            return []
        places = sorted({self.word_of[index] for each in found for index in each})
        return [Hit(place, place) for place in places]


def completions(plain: str, beginning: str, *, longest: int = 3) -> Iterator[str]:
    """Phrases of a page, of one to three words, that begin with what was typed, marks or not."""
    asked = " ".join(beginning.split())
    wanted = _plain_fold(asked)
    exactly = wanted != asked.lower()
    tokens = [token.strip(EDGES) for token in plain.split()]
    more = asked.count(" ")
    for start in range(len(tokens)):
        if not tokens[start]:
            continue
        for length in range(more + 1, more + longest):
            phrase = " ".join(tokens[start : start + length]).lower()
            if phrase.count(" ") != length - 1 or "  " in phrase:
                break
            if not _plain_fold(phrase).startswith(wanted):
                break
            if not exactly or phrase.startswith(asked.lower()):
                yield phrase


EDGES = ".,;:!?…()[]{}\"'“”‘’«»-–—/\\*_|"


def _plain_fold(text: str) -> str:
    return unicodedata.normalize("NFD", text.lower()).translate(MARKS)
