"""Whether a description is marked as a state secret: by law not even its title may be kept here."""

from lxml import etree

from catalog.finding_aids.access_statements.elements import (
    elements_in,
    names_of,
    notes_of,
    other_attributes,
    said_by_attributes,
    text_of,
    texts_of,
)
from catalog.finding_aids.access_statements.meanings import unlabelled
from catalog.finding_aids.access_statements.words import (
    HARMLESS,
    MODE_03,
    NO_MORE,
    PHRASES,
    SECRET,
    SECRET_ALONE,
    SENTENCES,
    STAMPED,
    STAMPS,
    plain,
)
from catalog.finding_aids.xml import flat, name


def is_secret(component: etree._Element, statements: list[etree._Element]) -> bool:
    """Whether a description is marked as a state secret: in a statement, an attribute of its own, another note."""
    if any(_has_secret_word(plain(value)) for value in said_by_attributes(component)):
        return True
    if any(_is_stamped(note) for note in notes_of(component) if name(note) != "unittitle"):
        return True
    return any(_is_secret_statement(each) for each in statements)


def _is_stamped(note: etree._Element) -> bool:
    """Whether a note says of what it describes that it is secret; prose may tell of secrets of another time."""
    if MODE_03.search(plain(flat(note))):
        return True
    labels = [part.get("label") or "" for part in elements_in(note)]
    sentences = (sentence for text in (*texts_of(note), *labels) for sentence in SENTENCES.split(text))
    return any(_says_secret(sentence) for sentence in sentences)


def _says_secret(sentence: str) -> bool:
    if NO_MORE.search(plain(sentence)):
        return False
    return any(STAMPED.search(plain(phrase)) for phrase in PHRASES.split(sentence))


def _is_secret_statement(element: etree._Element) -> bool:
    parts = elements_in(element)
    bare = [unlabelled(plain(each))[0] for each in SENTENCES.split(text_of(element))]
    called = [each for part in parts for each in (*names_of(part), *other_attributes(part))]
    if any(_has_secret_word(each) for each in (*called, *map(plain, texts_of(element)), *bare)):
        return True
    named = [text_of(part) for part in parts if part is element or names_of(part)]
    if MODE_03.search(plain(text_of(element))):
        return True
    return any(_is_secret_code(each) for each in (*named, *called))


def _has_secret_word(text: str) -> bool:
    return bool(SECRET.search(plain(HARMLESS.sub(" ", text))))


def _is_secret_code(text: str) -> bool:
    for sentence in SENTENCES.split(text):
        said, labels = unlabelled(plain(sentence))
        if labels[-1:] == ["retention"]:
            continue
        if SECRET_ALONE.search(said) or ("security" in labels and said in STAMPS):
            return True
    return False
