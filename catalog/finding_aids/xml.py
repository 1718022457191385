"""Opening XML that strangers wrote: no entities, no network, bounded size, errors with line numbers."""

import re
from functools import lru_cache
from pathlib import Path

from lxml import etree

from catalog.finding_aids.drafts import NotAFindingAid
from catalog.words import gettext_noop as _

SPACE = re.compile(r"\s+")
# elements that start a new paragraph when text is taken out of them
BLOCKS = frozenset(
    {
        "p",
        "item",
        "head",
        "lb",
        "chronitem",
        "event",
        "row",
        "addressline",
        "defitem",
        "label",
        "entry",
        "list",
        "bibref",
    }
)

# elements whose texts would run together, because EAD3 puts nothing between them
PARTS = frozenset(
    {
        "part",
        "quantity",
        "unittype",
        "physfacet",
        "dimensions",
        "extent",
        "language",
        "script",
        "fromdate",
        "todate",
        "datesingle",
        "descriptivenote",
        "physdescstructured",
    }
)


def open_xml(path: Path, *, max_bytes: int) -> etree._Element:
    """Parse a file into its root element. Raises ``NotAFindingAid``.

    Any entity declaration is refused rather than ignored: an ignored entity would silently eat text. A DOCTYPE
    without entities is allowed, since EAD 2002 files carry one; the DTD it names is never fetched.
    """
    size = path.stat().st_size
    if size > max_bytes:
        raise NotAFindingAid(
            _("The file is {size} MB large; at most {limit} MB are read."),
            size=round(size / 2**20),
            limit=max_bytes // 2**20,
        )
    if size == 0:
        raise NotAFindingAid(_("The file is empty."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # bytes, not a path: only then does a wrong encoding come with its line
        tree = etree.fromstring(path.read_bytes(), parser).getroottree()
    except etree.XMLSyntaxError as wrong:
        raise NotAFindingAid(
            _("Line {line}: the XML is broken ({message})."),
            line=wrong.lineno or 1,
            message=_plain(wrong.msg),
        ) from wrong
    except (OSError, LookupError, UnicodeError) as wrong:
        raise NotAFindingAid(_("The file cannot be read as XML ({message})."), message=_plain(str(wrong))) from wrong
    dtd = tree.docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise NotAFindingAid(_("The file declares XML entities, which are not accepted because they can hide text."))
    return tree.getroot()


def _plain(message: str | None) -> str:
    """A parser's message on one line, without paths of the machine."""
    return re.sub(r"\S*/\S+", "…", SPACE.sub(" ", message or "unknown"))[:200]


def name(element: etree._Element) -> str:
    """Local name in lower case: the dialects differ in namespaces alone. An entity left as it is has none."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


# asked some thirty times of every element, of which there are a hundred kinds
@lru_cache(maxsize=1000)
def _local(tag: str) -> str:
    return etree.QName(tag).localname.lower()


def is_internal(element: etree._Element) -> bool:
    """Whether an element is for the staff alone, however that is spelled."""
    return (element.get("audience") or "").strip().lower() == "internal"


def children(element: etree._Element | None, *names: str) -> list[etree._Element]:
    if element is None:
        return []
    return [child for child in element if not names or name(child) in names]


def take_out(element: etree._Element) -> None:
    """Remove an element from its tree, but not the text that follows it."""
    above, before = element.getparent(), element.getprevious()
    if above is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    above.remove(element)


def first(element: etree._Element, *path: str) -> etree._Element | None:
    """Follow local names downwards and return the first match."""
    found: etree._Element | None = element
    for step in path:
        if found is None:
            return None
        found = next(iter(children(found, step)), None)
    return found


def flat(element: etree._Element | None, *, without: frozenset[str] = frozenset()) -> str:
    """All text in one line, leaving out the elements named in ``without``."""
    if element is None:
        return ""
    pieces: list[str] = []

    def walk(node: etree._Element) -> None:
        pieces.append(node.text or "")
        for child in node:
            if name(child) not in without:
                walk(child)
                if name(child) in BLOCKS or name(child) in PARTS:
                    pieces.append(" ")
            pieces.append(child.tail or "")

    walk(element)
    return SPACE.sub(" ", "".join(pieces)).strip()


def beginning(element: etree._Element, letters: int) -> str:
    """The first so many letters of an element's text; what comes after them is not walked through."""
    pieces, length = [], 0
    for piece in element.itertext():
        # only what is needed of a long text
        pieces.append(piece if len(piece) < 2 * letters else piece.lstrip()[: 2 * letters + 1])
        length += len(SPACE.sub(" ", pieces[-1]).strip())
        if length > letters:
            break
    return SPACE.sub(" ", "".join(pieces)).strip()


def paragraphs(element: etree._Element) -> str:
    """The text of a note as paragraphs parted by an empty line, without headings."""
    blocks: list[str] = []
    line: list[str] = []

    def end_line() -> None:
        text = SPACE.sub(" ", "".join(line)).strip()
        if text:
            blocks.append(text)
        line.clear()

    def walk(node: etree._Element) -> None:
        line.append(node.text or "")
        for child in node:
            if name(child) != "head":
                if name(child) in BLOCKS:
                    end_line()
                walk(child)
                if name(child) in BLOCKS:
                    end_line()
            line.append(child.tail or "")

    walk(element)
    end_line()
    return "\n\n".join(blocks)
