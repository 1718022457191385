"""What a finding aid says of who may look: understood word for word, or closed.

A statement is an access note, a legal status, or whatever calls itself a classification, with its heading and its
attributes. Of each sentence it must be known what it means; one that is not known closes the description. A word of
secrecy anywhere in it stops the import: state secrets may by law not be kept here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lxml import etree

from catalog.finding_aids.ead_dates import first_and_last_day
from catalog.finding_aids.xml import children, flat, name, paragraphs

COMPONENT = re.compile(r"c(0[1-9]|1[0-2])?")
STATEMENTS = frozenset({"accessrestrict", "legalstatus"})
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
STRICTNESS = {"open": 0, "on_request": 1, "closed": 2}


@dataclass(frozen=True)
class Meaning:
    """What a statement comes to: a level, or none where it says nothing of access; the day that it names, if any."""

    access: str | None
    opens_on: date | None = None
    is_understood: bool = True


NOT_UNDERSTOOD = Meaning("closed", is_understood=False)


@dataclass(frozen=True)
class Statement:
    """One statement in its words, with what it means."""

    line: int
    words: str
    meaning: Meaning


# -- words ------------------------------------------------------------------------------------------

# what an element, its heading or its first words call themselves where they speak of access or of secrecy
ACCESS_LABEL = (
    r"chế độ (?:sử dụng|tiếp cận|khai thác)"
    r"|(?:điều kiện|mức độ|quyền|tình trạng) (?:sử dụng|tiếp cận|truy cập|khai thác)"
    r"|(?:information about |conditions governing |restrictions on )?access"
    r"(?: conditions?| restrictions?| status| level| note)*"
    r"|(?:legal status(?: of the materials?)?|mode|restrictions?|tình trạng pháp lý)"
)
SECURITY_LABEL = r"(?:mức )?độ (?:bảo )?mật|do mat|(?:security |secrecy )?classification|security level|secrecy"
# circular 05/2025/TT-BNV, ``maintenance``: its 03 is fifty years, the 03 of ``mode`` a secret
RETENTION_LABEL = r"maintenance|retention(?: period)?|thời hạn (?:bảo quản|lưu trữ)|bảo quản"
RETENTION_VALUE = re.compile(r"^(?:0[1-7]|(?:0[1-7] ?[-–:.(]? ?)?(?:\d{1,3} (?:năm|years?)|vĩnh viễn|permanent)\)?)$")
LABEL = re.compile(rf"^(?:(?P<security>{SECURITY_LABEL})|(?P<retention>{RETENTION_LABEL})|{ACCESS_LABEL})\s*[:\-–]\s*")
# no sentence that is understood is longer, and prose is not read word by word
LONGEST = 200
# what a heading, a type or a label may be in full: then the element speaks of access, or of how long it is kept
IS_LABEL = re.compile(rf"^(?:{SECURITY_LABEL}|{RETENTION_LABEL}|{ACCESS_LABEL})$")
SPEAKS_OF_ACCESS = re.compile(
    rf"^(?:{SECURITY_LABEL}|{ACCESS_LABEL})$"
    r"|\baccess\b(?! (?:cop|files?\b|points?\b|terms?\b|numbers?\b))|\bacc[èe]s\b|communicab"
    r"|\bembargo\b|\bavailability\b|tiếp cận|tiep can|truy cập|truy cap|công khai|cong khai"
    r"|(?:chế độ|che do|hạn chế|han che)\s(?:sử dụng|su dung)"
)
# whatever these call themselves, they are about use after access, other copies, names to search by, or shelves
OTHER_MATTERS = frozenset(
    {
        *(
            "altformavail",
            "bibliography",
            "controlaccess",
            "index",
            "originalsloc",
            "otherfindaid",
            "phystech",
        ),
        *("prefercite", "processinfo", "relatedmaterial", "separatedmaterial", "userestrict"),
        *("container", "dao", "daogrp", "physdesc", "physloc", "unitid"),
    }
)

# words that begin so speak of a degree of secrecy wherever they stand
SAYS_A_DEGREE = re.compile(rf"^(?:{SECURITY_LABEL})\s*[:\-–]")
# a degree that is all that an element says, or a stamp that it tells of
STAMPED = re.compile(
    r"^(?:(?:tuyệt|tối) mật|mật|top secret|state secrets?)$|\bdấu (?:chỉ )?(?:mức )?(?:độ )?(?:tuyệt |tối )?mật\b"
)

# said of what is no state secret (any more), so that the word in it counts for nothing
HARMLESS = re.compile(
    r"(?:(?<!chưa )(?<!không )đã(?: được)?|^(?:tài liệu |hồ sơ )?được) giải mật(?! (?:một|từng) phần)"
    r"|(?:đã )?hết (?:thời )?hạn bảo mật|(?<!chưa )không còn (?:là )?(?:tài liệu )?mật(?! (?:một|từng) phần)"
    r"|(?:bí mật|bảo mật) (?:đời (?:sống )?(?:riêng )?tư|đời sống|cá nhân|gia đình|riêng tư)"
    r"|bí mật (?:kinh doanh|thương mại|nghề nghiệp)"
    r"|(?<!chưa )không (?:phải )?(?:là )?(?:tài liệu )?mật(?! (?:một|từng) phần)"
    r"|không thuộc (?:danh mục |phạm vi )?bí mật nhà nước|mật độ"
    rf"|{SECURITY_LABEL}|\btrade secrets?\b|\bunclassified\b|\bdeclassified\b"
)
SECRET = re.compile(r"\bmật\b|\b(?:toi|tuyet|tai lieu|bi) mat\b|^mat$|\bsecrets?\b|\bclassified\b")
# secret only where it is all that is said: in prose it speaks of persons and trades
SECRET_ALONE = re.compile(r"^(?:confidential|confidentiel|(?:mức )?03|3|03\s*[-–:.].*)$|\(\s*03\s*\)")
STAMPS = frozenset("abc")  # the letters by which Vietnamese stamps name the three degrees
NO_DEGREE = frozenset({"không", "không có", "thường", "bình thường", "none", "unclassified"})

WORDS = {
    "công khai": "open",
    "mở": "open",
    "không hạn chế": "open",
    "sử dụng rộng rãi": "open",
    "open": "open",
    "unrestricted": "open",
    "sử dụng có điều kiện": "on_request",
    "tiếp cận có điều kiện": "on_request",
    "có điều kiện": "on_request",
    "hạn chế sử dụng": "on_request",
    "on request": "on_request",
    "restricted": "on_request",
    "closed": "closed",
    "chưa công khai": "closed",
    "không công khai": "closed",
    "khong cong khai": "closed",
    "chua cong khai": "closed",
    "đóng": "closed",
}
CODES = {"01": "open", "02": "on_request"}
CODED = re.compile(r"^(?P<before>0[12])(?:\s*[-–:.]\s*|\s+)(?P<after>.+)$|^(?P<word>.+?)\s*\((?P<code>0[12])\)$")

_THINGS = (
    r"(?:(?:the|this|these|all) )?"
    r"(?:collections?|records?|materials?|papers?|fonds|series|items?|files?|folders?)"
)
_USERS = (
    r"(?:(?:all |the )?(?:research|researchers|use|public)(?: for (?:research|research use|use))?"
    r"|public research|research use)"
)
_WITHOUT = r"(?: without (?:any )?restrictions?)?"
OPEN = re.compile(
    rf"^(?:(?:{_THINGS} (?:is|are) )?(?:fully |freely )?open (?:for|to) {_USERS}{_WITHOUT}"
    rf"|(?:{_THINGS} (?:is|are) )?open{_WITHOUT}"
    r"|(?:there are )?no (?:known )?(?:access )?restrictions(?: (?:on|to) access)?|unrestricted access"
    r"|(?:tài liệu|hồ sơ) (?:được )?(?:công khai|sử dụng rộng rãi))$"
)
_DECISION = "quyết định|qđ|công văn|văn bản|thông báo|nghị quyết"
# says nothing of who may look
NEUTRAL = re.compile(
    r"^(?:tài liệu |hồ sơ )?(?:đã(?: được)?|được) giải mật"
    rf"(?: (?:theo|tại) (?:{_DECISION})(?: số)?(?: [\w/.-]*\d[\w/.-]*)?)?"
    r"(?: (?:ngày|năm|từ|từ ngày|từ năm) (?P<when>[\w\s/.-]+))?$"
    r"|^(?:không mật|declassified|không thuộc (?:danh mục )?bí mật nhà nước)$"
)
_CLOSED = (
    r"(?:(?:tài liệu |hồ sơ )?(?:chưa (?:được )?(?:công khai|mở|đưa ra sử dụng)|không công khai|đóng(?: cửa)?"
    r"|hạn chế(?: sử dụng| tiếp cận)?)|(?:access (?:to (?:this|the|these) \w+ )?is )?(?:restricted|closed)"
    rf"|{_THINGS} (?:is|are) (?:restricted|closed))"
)
CLOSED = re.compile(rf"^{_CLOSED}$")
_OF = r"(?:ngày |tháng |năm )?"
_DAY = rf"{_OF}(?P<day>[\w\s/.,-]+)$"
UNTIL = re.compile(rf"^{_CLOSED} (?:cho )?(?:đến|tới|until|through)(?P<end> hết| the end of)? {_DAY}")
FROM = re.compile(rf"^(?:mở(?: cửa)?|(?:được )?công khai|opens?|open to the public) (?:kể từ|từ|from|on) {_DAY}")
AFTER = re.compile(rf"^{_CLOSED} (?:for |trong )?(?P<years>\d{{1,3}}) (?:năm|years?) (?:kể từ|từ|from|after) {_DAY}")
LABELLED = re.compile(
    rf"(?:{ACCESS_LABEL}|mức tiếp cận|che do su dung)(?: tài liệu| tai lieu)?\s*[:：=–-]?\s*"
    r"((?:không|chưa|khong|chua) (?:công khai|cong khai)\b|hạn chế sử dụng|có điều kiện|closed\b|restricted\b"
    r"|on request\b|đóng\b|02\b)"
)
SENTENCES = re.compile(r"\n+|[;!?]\s*|(?<!\d)\.\s+|\.\s+(?=[^\W\d])")


# -- reading ----------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Text as it is compared: one Unicode form, small letters, single spaces, no marks at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split()).strip(" .:;,!")


def statements_of(component: etree._Element) -> Iterator[etree._Element]:
    """Every statement about a description itself, wherever it stands in it: in wrappers, ``did`` or ``dsc`` too."""
    for child in component:
        if COMPONENT.fullmatch(name(child)):
            continue
        if is_statement(child):
            yield child
        else:
            yield from statements_of(child)


def is_statement(element: etree._Element) -> bool:
    """Whether an element speaks of access: by its name, or because its type, label or heading says so."""
    if name(element) in STATEMENTS:
        return True
    if name(element) in OTHER_MATTERS:
        return False
    if any(SPEAKS_OF_ACCESS.search(each) for each in _called(element)):
        return bool(flat(element))
    return bool(SAYS_A_DEGREE.match(plain(flat(element))))


def is_secret(component: etree._Element) -> bool:
    """Whether a description is marked as a state secret, in a statement or in an attribute of its own."""
    if any(_has_secret_word(plain(value)) for value in _said_by_attributes(component)):
        return True
    if any(STAMPED.search(plain(each)) for each in _said_within(component)):
        return True
    return any(_is_secret_statement(each) for each in statements_of(component))


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
    told = [*_said_by_attributes(component), *_sentences_about_access(component)]
    for words in filter(None, map(plain, told)):
        meaning = _sentence(words)
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
    return _joined(meanings) if meanings else Meaning(None)


def understand(text: str) -> Meaning:
    """What a statement means, sentence by sentence; one that is not known word for word closes.

    >>> understand("Chưa công khai đến hết năm 2035.")
    Meaning(access='closed', opens_on=datetime.date(2036, 1, 1), is_understood=True)
    >>> understand("Open for research. Some folders are restricted.").access
    'closed'
    """
    sentences = [plain(each) for each in SENTENCES.split(unicodedata.normalize("NFC", text))]
    said = [_sentence(each) for each in sentences if each]
    # a question is no statement
    return _joined(said) if said and "?" not in text else NOT_UNDERSTOOD


def _meaning_of(element: etree._Element) -> Meaning:
    """What the text says, with every heading and type in it that is no label: those are words about access, too."""
    said = [
        each
        for part in _elements(element)
        for each in (*_called(part), *_other_attributes(part))
        if not IS_LABEL.match(each) and each not in SHAPES
    ]
    text = _text(element)
    if any(_is_beside_the_text(each) for each in _elements(element)):
        return NOT_UNDERSTOOD
    if not text and not said:
        return Meaning(None)  # an empty element: nothing was written into the form
    return _joined([understand(each) for each in (*said, text) if each])


def _is_beside_the_text(element: etree._Element) -> bool:
    """Whether an element says something that is no text: a link, a day in an attribute, words that are struck out."""
    told = {etree.QName(name).localname.lower(): value for name, value in element.attrib.items()}
    says = any(told.get(each) for each in ("title", "linktitle", "href", "target", "entityref", "expan", "abbr"))
    days = ("normal", "standarddate", "notbefore", "notafter")
    is_only_an_attribute = any(told.get(each) for each in days) and not re.search(r"\d", flat(element))
    return says or is_only_an_attribute or "strike" in told.get("render", "").lower()


def _text(element: etree._Element) -> str:
    """What a statement says, its staff's words too, under the heading or the type that makes a difference."""
    text = paragraphs(element, with_internal=True)
    named = re.compile(rf"^(?:{SECURITY_LABEL}|{RETENTION_LABEL})$")
    label = next((each for each in _called(element) if named.match(each)), "")
    return f"{label}: {text}" if label else text


def _joined(meanings: list[Meaning]) -> Meaning:
    said = [each for each in meanings if each.access]
    if not said:
        return Meaning(None)
    most = max(said, key=lambda each: STRICTNESS[each.access or "open"]).access
    closing = [each for each in said if each.access == "closed"]
    days = [each.opens_on for each in closing if each.opens_on]
    return Meaning(
        most,
        opens_on=max(days) if days and len(days) == len(closing) else None,
        is_understood=all(each.is_understood for each in said),
    )


def _sentence(text: str) -> Meaning:
    text, labels = _unlabelled(text)
    if ("retention" in labels and RETENTION_VALUE.match(text)) or ("security" in labels and text in NO_DEGREE):
        return Meaning(None)
    if match := NEUTRAL.match(text):
        return _declassified(match["when"] or "")
    if match := CODED.match(text):
        code, word = match["before"] or match["code"], plain(match["after"] or match["word"])
        return Meaning(CODES[code]) if WORDS.get(word) == CODES[code] else NOT_UNDERSTOOD
    if access := WORDS.get(text) or CODES.get(text):
        return Meaning(access)
    return Meaning("open") if OPEN.match(text) else _dated(text) or NOT_UNDERSTOOD


def _unlabelled(text: str) -> tuple[str, set[str | None]]:
    """A sentence without the names that it begins with, and of which kind those were."""
    labels: set[str | None] = set()
    while match := LABEL.match(text):
        labels.add(match.lastgroup)
        text = plain(text[match.end() :])
    return text, labels


def _declassified(when: str) -> Meaning:
    """What is declassified is closed by that no more, but from a day to come it is not yet."""
    if not when:
        return Meaning(None)
    days = first_and_last_day(when)
    if days is None:
        return NOT_UNDERSTOOD
    is_over = days[1] <= datetime.now(UTC).date()
    return Meaning(None) if is_over else Meaning("closed", days[0])


def _dated(text: str) -> Meaning | None:
    if match := UNTIL.match(text):
        days = first_and_last_day(match["day"])
        return days and Meaning("closed", _next(days[1]) if match["end"] else days[0])
    if match := FROM.match(text):
        days = first_and_last_day(match["day"])
        return days and Meaning("closed", days[0])
    if (match := AFTER.match(text)) and (days := first_and_last_day(match["day"])):
        # a term counts from the end of what is named: fifty years from 1990 end with 2040
        last = days[1]
        year = last.year + int(match["years"])
        return Meaning("closed", _next(_on(last, year))) if year < date.max.year else None
    return None


def _next(day: date) -> date:
    """The day after; the last of the calendar, by which people write *never*, stays what it is."""
    return day if day == date.max else day + timedelta(days=1)


def _on(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)


# -- secrecy ----------------------------------------------------------------------------------------


def _is_secret_statement(element: etree._Element) -> bool:
    parts = _elements(element)
    bare = [_unlabelled(plain(each))[0] for each in SENTENCES.split(_text(element))]
    called = [each for part in parts for each in (*_called(part), *_other_attributes(part))]
    if any(_has_secret_word(each) for each in (*called, *map(plain, map(flat, parts)), *bare)):
        return True
    named = [_text(part) for part in parts if part is element or _called(part)]
    return any(_is_secret_code(each) for each in (*named, *called))


def _has_secret_word(text: str) -> bool:
    return bool(SECRET.search(plain(HARMLESS.sub(" ", text))))


def _is_secret_code(text: str) -> bool:
    for sentence in SENTENCES.split(text):
        said, labels = _unlabelled(plain(sentence))
        if "retention" in labels:
            continue
        if SECRET_ALONE.search(said) or ("security" in labels and said in STAMPS):
            return True
    return False


# -- what an element calls itself -------------------------------------------------------------------


def _called(element: etree._Element) -> list[str]:
    heads = [plain(flat(head)) for head in children(element, "head")]
    return [each for each in (*heads, *_types(element)) if each]


def _types(element: etree._Element) -> list[str]:
    return [plain(element.get(each) or "") for each in ("type", "localtype", "label")]


def _elements(element: etree._Element) -> list[etree._Element]:
    """An element and all that stand in it, without comments."""
    return [each for each in element.iter() if isinstance(each.tag, str)]


def _other_attributes(element: etree._Element) -> list[str]:
    """What a part of a statement says where nobody would look for it."""
    told = [plain(element.get(each) or "") for each in ("status", "altrender", "otherlevel")]
    return [each for each in told if each]


def _said_within(component: etree._Element) -> Iterator[str]:
    """The text and the labels of every element of a description itself, but for its title."""
    for child in component:
        if not isinstance(child.tag, str) or COMPONENT.fullmatch(name(child)):
            continue
        if name(child) not in {"unittitle", "did", "dsc"}:
            yield flat(child)
        yield child.get("label") or ""
        yield from _said_within(child)


def _said_by_attributes(component: etree._Element) -> list[str]:
    """The values of attributes in which a classification may hide; identifiers and links say nothing."""
    told = ("type", "localtype", "otherlevel", "altrender", "label", "status", "class")
    return [component.get(each) or "" for each in told]
