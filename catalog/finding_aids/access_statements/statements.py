"""The statements about a description with what each means, and what holds it back in other places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from catalog.finding_aids.access_statements.elements import (
    STATEMENTS,
    elements_in,
    names_of,
    notes_of,
    other_attributes,
    said_by_attributes,
    text_of,
)
from catalog.finding_aids.access_statements.meanings import (
    NOT_UNDERSTOOD,
    Meaning,
    joined,
    opening_of,
    sentence_meaning,
    understand,
)
from catalog.finding_aids.access_statements.words import (
    ALONE,
    CLOSED,
    IS_LABEL,
    LABELLED,
    MARKED,
    NAMES_ACCESS,
    RESTRICTS,
    SENTENCES,
    plain,
)
from catalog.finding_aids.xml import flat, is_internal, name, paragraphs

AUDIENCES = frozenset({"external", "internal"})
# statements are read as such; names to search by say nothing of the description
UNREAD = frozenset({*STATEMENTS, "controlaccess", "index"})
# how a list, a date or a link is shaped: words of EAD itself, not of the archive
SHAPES = frozenset(
    {
        "simple",
        "ordered",
        "unordered",
        "marked",
        "deflist",
        "arabic",
        "bulk",
        "inclusive",
        "single",
        "range",
    }
)


@dataclass(frozen=True)
class Statement:
    """One statement in its words, with what it means."""

    line: int
    words: str
    meaning: Meaning


def read(component: etree._Element, statements: list[etree._Element]) -> list[Statement]:
    """What is said of who may see a description, each with what it means: in its statements, and in other words."""
    return [
        *(Statement(each.sourceline or 0, flat(each)[:500], _said_to_all(each)) for each in statements),
        *_said_in_passing(component),
    ]


def _said_to_all(element: etree._Element) -> Meaning:
    """What a statement means; one for the staff alone may close and not open."""
    meaning = _meaning_of(element)
    return Meaning(None) if meaning.access == "open" and is_internal(element) else meaning


def _said_in_passing(component: etree._Element) -> Iterator[Statement]:
    """What holds a description back although it stands in no statement: an attribute, a title, another note.

    It never opens: that is for statements alone.
    """
    line = component.sourceline or 0
    for words in filter(None, map(plain, said_by_attributes(component))):
        if (meaning := _held_back(words)) is not None:
            yield Statement(line, words[:500], meaning)
    if plain(component.get("audience") or "external") not in AUDIENCES:
        yield Statement(line, component.get("audience") or "", NOT_UNDERSTOOD)
    for element in notes_of(component):
        if name(element) not in UNREAD:
            for words, meaning in _holding_words(element):
                yield Statement(element.sourceline or line, words[:500], meaning)


def _holding_words(element: etree._Element) -> Iterator[tuple[str, Meaning]]:
    named = (words for part in elements_in(element) if name(part) not in UNREAD for words in names_of(part))
    for words in named:
        if (meaning := _held_back(words)) is not None:
            yield words, meaning
    text = paragraphs(element)
    if name(element) == "unittitle" and MARKED.search(plain(text)):
        yield plain(text), NOT_UNDERSTOOD
    for sentence in map(plain, SENTENCES.split(text)):
        is_about_access = NAMES_ACCESS.match(sentence) or name(element) == "userestrict"
        meaning = sentence_meaning(sentence) if is_about_access else None
        if meaning and meaning.access not in (None, "open") and (meaning.is_understood or NAMES_ACCESS.match(sentence)):
            yield sentence, meaning
        elif RESTRICTS.search(sentence) or ALONE.match(sentence):
            yield sentence, NOT_UNDERSTOOD
        elif (day := opening_of(sentence)) is not None:
            yield sentence, day
    # a label that stands anywhere, with what it says on the next line or in the next cell
    yield from ((match[0], sentence_meaning(match[1])) for match in LABELLED.finditer(plain(text)))


def _held_back(words: str) -> Meaning | None:
    """What an attribute, a heading or a label means where it is a level itself and no name of one."""
    meaning = sentence_meaning(words)
    is_level = not words.isdigit() and (meaning.is_understood or CLOSED.match(words))
    if is_level and meaning.access not in (None, "open"):
        return meaning
    return NOT_UNDERSTOOD if RESTRICTS.search(words) else None


def strictest(statements: list[Statement]) -> Meaning:
    """What several statements come to: the strictest level, and the day only where nothing else keeps it closed."""
    meanings = [each.meaning for each in statements]
    return joined(meanings) if meanings else Meaning(None)


def _meaning_of(element: etree._Element) -> Meaning:
    """What the text says, with every heading and type in it that is no label: those are words about access, too."""
    said = [
        each
        for part in elements_in(element)
        for each in (*names_of(part), *other_attributes(part))
        if not IS_LABEL.match(each) and each not in SHAPES
    ]
    text = text_of(element)
    if any(_is_beside_the_text(each) for each in elements_in(element)):
        return NOT_UNDERSTOOD
    if not text and not said:
        return Meaning(None)  # an empty element: nothing was written into the form
    return joined([understand(each) for each in (*said, text) if each])


def _is_beside_the_text(element: etree._Element) -> bool:
    """Whether an element says something that is no text: a link, a day in an attribute, words that are struck out."""
    told = {etree.QName(name).localname.lower(): value for name, value in element.attrib.items()}
    says = any(told.get(each) for each in ("title", "linktitle", "href", "target", "entityref", "expan", "abbr"))
    days = ("normal", "standarddate", "notbefore", "notafter")
    is_only_an_attribute = any(told.get(each) for each in days) and not re.search(r"\d", flat(element))
    return says or is_only_an_attribute or "strike" in told.get("render", "").lower()
