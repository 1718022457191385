"""What a reader typed, as a tree that every engine can compile: words, phrases, document numbers."""

import re
from dataclasses import dataclass

from catalog.search import vietnamese

QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
MAX_WORDS = 24


@dataclass(frozen=True)
class Wanted:
    """One thing wanted: its words in order (one, or a phrase), and a number key when it looks like one."""

    words: tuple[vietnamese.Syllable, ...]
    number: str = ""
    is_phrase: bool = False


@dataclass(frozen=True)
class Typed:
    """A parsed search box; never an engine's query text, so nothing typed can reach past a filter."""

    wanted: tuple[Wanted, ...]
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def words(self) -> list[vietnamese.Syllable]:
        return [word for part in self.wanted for word in part.words]


def parse(text: str) -> Typed:
    """Read a search box. Anything is allowed; what is not a word is left out; each of at most 24 words counts once."""
    text = vietnamese.normalise(text.replace("\x00", " "))
    wanted: list[Wanted] = []

    def take_phrase(match: re.Match) -> str:
        words = tuple(vietnamese.words(match[1]))
        if words:
            wanted.append(Wanted(words=words, is_phrase=len(words) > 1))
        return " "

    rest = QUOTED.sub(take_phrase, text)
    wanted.extend(
        Wanted(words=tuple(vietnamese.words(match[0])), number=vietnamese.number_key(match[0]))
        for match in vietnamese.NUMBER.finditer(rest)
    )
    rest = vietnamese.NUMBER.sub(" ", rest)
    wanted.extend(Wanted(words=(word,)) for word in vietnamese.words(rest))
    return Typed(wanted=_each_once(wanted), text=text.strip())


def _each_once(wanted: list[Wanted]) -> tuple[Wanted, ...]:
    """What is typed twice counts once, however it is written: it would be looked up, and weighed, once more."""
    seen: dict[tuple, Wanted] = {}
    for each in wanted:
        marks = tuple((word.exact if word.has_marks else word.folded) for word in each.words)
        seen.setdefault((marks, each.number, each.is_phrase), each)
    return tuple(seen.values())[:MAX_WORDS]


def snippet(text: str, typed: Typed, *, around: int = 90) -> list[tuple[str, bool]]:
    """Cut a window of about ``2 * around`` characters about the first match.

    Returns pieces of plain text, each with whether it matched; the caller escapes before marking.
    """
    text = vietnamese.normalise(text)
    exact = {word.exact for word in typed.words if word.has_marks}
    folded = {word.folded for word in typed.words if not word.has_marks}
    hits = [w for w in vietnamese.words(text) if w.exact in exact or w.folded in folded]
    first = hits[0].start if hits else 0
    start, end = max(0, first - around), min(len(text), first + around)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.find(" ", end) if end < len(text) and text.find(" ", end) != -1 else len(text)
    pieces, at = ([("… ", False)] if start else []), start
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            pieces += [(text[at : hit.start], False), (text[hit.start : hit.end], True)]
            at = hit.end
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]
