"""Which elements of a description speak of access, and what each calls itself and says."""

import re
from collections.abc import Iterator

from lxml import etree

from catalog.finding_aids.access_statements.words import (
    LONGEST,
    NAMES_THE_NEXT_LINE,
    OTHER_MATTERS,
    RETENTION_LABEL,
    SAYS_A_DEGREE,
    SECURITY_LABEL,
    SPEAKS_OF_ACCESS,
    plain,
)
from catalog.finding_aids.xml import beginning, children, flat, name, paragraphs

COMPONENT = re.compile(r"c(0[1-9]|1[0-2])?")
STATEMENTS = frozenset({"accessrestrict", "legalstatus"})
WRAPPERS = frozenset({"add", "admininfo", "descgrp", "did", "dsc"})
MIXED = frozenset({"phystech", "processinfo", "userestrict"})


def statements_of(component: etree._Element) -> Iterator[etree._Element]:
    """Every statement about a description itself, wherever it stands in it: in wrappers, ``did`` or ``dsc`` too."""
    for child in component:
        if not isinstance(child.tag, str) or COMPONENT.fullmatch(name(child)):
            continue
        if is_statement(child):
            yield child
        else:
            yield from statements_of(child)


def is_statement(element: etree._Element) -> bool:
    """Whether an element speaks of access: by its name, or because its type, label or heading says so."""
    if name(element) in STATEMENTS:
        return True
    # a note on use, condition or processing may carry the access note under its heading
    named = headings_of(element) if name(element) in MIXED else names_of(element)
    if name(element) in OTHER_MATTERS - MIXED:
        return False
    if any(SPEAKS_OF_ACCESS.search(each) for each in named):
        return bool(beginning(element, 0))
    return bool(SAYS_A_DEGREE.match(plain(beginning(element, LONGEST))))


def text_of(element: etree._Element) -> str:
    """What a statement says, its staff's words too, under the heading or the type that makes a difference."""
    text = NAMES_THE_NEXT_LINE.sub(r"\1: ", paragraphs(element))
    named = re.compile(rf"^(?:{SECURITY_LABEL}|{RETENTION_LABEL})$")
    label = next((each for each in names_of(element) if named.match(each)), "")
    return f"{label}: {text}" if label else text


def headings_of(element: etree._Element) -> list[str]:
    return [plain(flat(head)) for head in children(element, "head")]


def names_of(element: etree._Element) -> list[str]:
    """What an element calls itself: its headings, its type, its label."""
    return [each for each in (*headings_of(element), *types_of(element)) if each]


def types_of(element: etree._Element) -> list[str]:
    return [plain(element.get(each) or "") for each in ("type", "localtype", "label")]


def elements_in(element: etree._Element) -> list[etree._Element]:
    """An element and all that stand in it, without comments."""
    return [each for each in element.iter() if isinstance(each.tag, str)]


def other_attributes(element: etree._Element) -> list[str]:
    """What a part of a statement says where nobody would look for it."""
    told = [plain(element.get(each) or "") for each in ("status", "altrender", "otherlevel")]
    return [each for each in told if each]


def notes_of(component: etree._Element) -> Iterator[etree._Element]:
    """Every element that says something of a description itself, its title too: what only wraps others is opened."""
    for child in component:
        if isinstance(child.tag, str) and not COMPONENT.fullmatch(name(child)):
            if name(child) in WRAPPERS:
                yield from notes_of(child)
            else:
                yield child


def texts_of(element: etree._Element) -> list[str]:
    """What an element says: its paragraphs, lines and cells, and each inner element that holds no other."""
    inner = (flat(each) for each in elements_in(element) if len(each) == 0)
    joined = NAMES_THE_NEXT_LINE.sub(r"\1: ", paragraphs(element))
    return list(dict.fromkeys([*joined.split("\n\n"), *inner]))


def said_by_attributes(component: etree._Element) -> list[str]:
    """The values of attributes in which a classification may hide; identifiers and links say nothing."""
    told = ("type", "localtype", "otherlevel", "altrender", "label", "status", "class")
    return [component.get(each) or "" for each in told]
