"""Vietnamese for a search engine: two keys a syllable, one key a document number. Knows no engine.

The *exact* key keeps vowel quality and đ and moves the tone mark to the end as a digit, so that old and new tone
placement (``hoá``, ``hóa``) and Unicode forms are one. The *folded* key drops every mark. Measured on a gold set:
exact and folded together beat either alone, and word segmentation adds nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
WORD = re.compile(r"[^\W_]+")
# a number, then a notation with slash or hyphen: 279/KH-UBND, 02/2019/TT-BNV, 127-KL/TW
NUMBER = re.compile(r"\d+[^\W_]?(?:\s?[/\-–.]\s?[^\W_]+)+")
# kỹ = kĩ, lý = lí …: i and y are one after these consonants and nowhere else
I_OR_Y = re.compile(r"^([hklmst])y([1-5]?)$")


@dataclass(frozen=True)
class Syllable:
    """One syllable with its place in the normalised text (start and end in characters) and its two keys."""

    text: str
    start: int
    end: int
    exact: str
    folded: str

    @property
    def has_marks(self) -> bool:
        """Whether the writer typed any mark; a word without marks asks for every reading of it."""
        return any(unicodedata.combining(c) or c == "đ" for c in unicodedata.normalize("NFD", self.text))


def normalise(text: str) -> str:
    """Compose (NFC), turn non-breaking spaces to spaces; length may change, so offsets refer to the result."""
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ")


def _i_for_y(key: str) -> str:
    if match := I_OR_Y.match(key):
        return f"{match[1]}i{match[2]}"
    return "quy" + key[3:] if key.startswith("qui") else key


def exact_key(syllable: str) -> str:
    """Return the syllable with its tone as a digit at the end.

    >>> exact_key("hoá") == exact_key("hóa")
    True
    """
    letters = unicodedata.normalize("NFD", syllable.lower())
    tone = next((TONES[c] for c in letters if c in TONES), "")
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES))
    return _i_for_y(bare + tone)


def folded_key(syllable: str) -> str:
    """Return the syllable without any mark.

    >>> folded_key("Đường")
    'duong'
    """
    letters = unicodedata.normalize("NFD", syllable.lower())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return _i_for_y(bare.replace("đ", "d").replace("ð", "d"))


def words(text: str) -> Iterator[Syllable]:
    """Cut normalised text into syllables, in order."""
    for match in WORD.finditer(text):
        lower = match[0].lower()
        yield Syllable(lower, match.start(), match.end(), exact_key(lower), folded_key(lower))


def number_key(text: str) -> str:
    """One key for a document number however it is punctuated.

    >>> number_key("279/KH-UBND")
    '#279khubnd'
    """
    parts = [folded_key(part) for part in WORD.findall(normalise(text))]
    return "#" + "".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)


def number_keys(text: str) -> list[str]:
    """Keys of every document number in a text."""
    return [number_key(match[0]) for match in NUMBER.finditer(text)]


def streams(text: str) -> tuple[str, str]:
    """Return the text as two streams of ready keys, exact and folded, with number keys at the end of both."""
    text = normalise(text)
    found = list(words(text))
    numbers = number_keys(text)
    return (
        " ".join([word.exact for word in found] + numbers),
        " ".join([word.folded for word in found] + numbers),
    )
