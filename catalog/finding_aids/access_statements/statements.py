"""The statements about a description with what each means, and what holds it back in other places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from catalog.finding_aids.access_statements.elements import (
    COMPONENT,
    STATEMENTS,
    elements_in,
    names_of,
    other_attributes,
    said_by_attributes,
    statements_of,
    text_of,
)
from catalog.finding_aids.access_statements.meanings import (
    NOT_UNDERSTOOD,
    Meaning,
    joined,
    sentence_meaning,
    understand,
)
from catalog.finding_aids.access_statements.words import CLOSED, IS_LABEL, LABEL, LABELLED, LONGEST, SENTENCES, plain
from catalog.finding_aids.xml import children, flat, name, paragraphs

AUDIENCES = frozenset({"external", "internal"})
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


def read(component: etree._Element) -> list[Statement]:
    """The statements about a description, each with what it means: its own, and what closes it in other words."""
    return [
        *(Statement(each.sourceline or 0, flat(each)[:500], _meaning_of(each)) for each in statements_of(component)),
        *_said_in_passing(component),
    ]


def _said_in_passing(component: etree._Element) -> Iterator[Statement]:
    """What closes a description although it stands in no statement: an attribute, a sentence of another note.

    They never open: that is for statements alone.
    """
    told = [*said_by_attributes(component), *_sentences_about_access(component)]
    for words in filter(None, map(plain, told)):
        meaning = sentence_meaning(words)
        is_about_access = meaning.is_understood or LABEL.match(words) or CLOSED.match(words)
        if meaning.access not in (None, "open") and is_about_access:
            yield Statement(component.sourceline or 0, words[:500], meaning)
    if plain(component.get("audience") or "external") not in AUDIENCES:
        yield Statement(component.sourceline or 0, component.get("audience") or "", NOT_UNDERSTOOD)


def _sentences_about_access(component: etree._Element) -> Iterator[str]:
    for child in component:
        if isinstance(child.tag, str) and not COMPONENT.fullmatch(name(child)):
            if name(child) in {"dsc", "did"} or not children(child, "head", "p"):
                yield from _sentences_about_access(child)
            if name(child) not in {*STATEMENTS, "dsc", "did", "unittitle", "controlaccess"}:
                text = paragraphs(child, with_internal=True)
                yield from (each for each in SENTENCES.split(text) if len(each) < LONGEST)
                # a label that stands anywhere, with what it says on the next line or in the next cell
                yield from (match[1] for match in LABELLED.finditer(plain(text)))


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
