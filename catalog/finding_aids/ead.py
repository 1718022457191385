"""EAD 2002 and EAD3 1.1 to drafts: one reader, because the two differ in a handful of elements."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from catalog.finding_aids import access_statements, ead_dates
from catalog.finding_aids.access_statements import COMPONENT, Meaning
from catalog.finding_aids.drafts import (
    UNNAMED,
    Closing,
    Draft,
    FindingAid,
    NamedAgent,
    NotAFindingAid,
    Refusal,
    SecretRows,
    Unknown,
)
from catalog.finding_aids.xml import children, first, flat, is_internal, name, open_xml, paragraphs, take_out
from catalog.words import gettext_noop as _

MAX_DEPTH = 60

# EAD element → field of a record, both dialects (EAD 2002 tag library; EAD3 1.1)
NOTES = {
    "bioghist": "administrative_history",
    "custodhist": "custodial_history",
    "acqinfo": "acquisition",
    "scopecontent": "scope_content",
    "appraisal": "appraisal",
    "accruals": "accruals",
    "arrangement": "arrangement",
    "fileplan": "arrangement",
    "accessrestrict": "access_conditions",
    "legalstatus": "access_conditions",
    "userestrict": "reproduction_conditions",
    "prefercite": "reproduction_conditions",
    "phystech": "physical_condition",
    "otherfindaid": "finding_aids",
    "originalsloc": "originals_location",
    "altformavail": "copies_location",
    "relatedmaterial": "related_units",
    "separatedmaterial": "related_units",
    "bibliography": "publication_note",
    "odd": "note",
    "note": "note",
    "processinfo": "archivist_note",
}
# elements of <did> that are one line, with the length it may have; the first of several counts
DID_LINES = {"unitid": ("reference_code", 120), "langmaterial": ("languages", 300)}
# and those that add up
DID_NOTES = {
    "physdesc": ("extent", "; "),
    "physdescset": ("extent", "; "),
    "physdescstructured": ("extent", "; "),
    "abstract": ("abstract", "\n\n"),
    "note": ("note", "\n\n"),
    "didnote": ("note", "\n\n"),
}
WRAPPERS = frozenset({"descgrp", "admininfo", "add"})
AGENTS = {"persname": "person", "corpname": "corporate", "famname": "family", "name": "corporate"}
LEVELS = {
    "fonds": "fonds",
    "collection": "collection",
    "recordgrp": "fonds",
    "subfonds": "subfonds",
    "subgrp": "subfonds",
    "class": "series",
    "series": "series",
    "subseries": "subseries",
    "file": "file",
    "item": "item",
}


def read_ead(path: Path, *, max_bytes: int) -> FindingAid:
    """Read an EAD 2002 or EAD3 file.

    Raises ``NotAFindingAid`` for a file that cannot be read and ``SecretRows`` for one that describes state secrets.
    """
    root = open_xml(path, max_bytes=max_bytes)
    if name(root) != "ead":
        raise NotAFindingAid(
            _("This is not an EAD finding aid: its outermost element is <{element}>."),
            element=name(root),
        )
    archdesc = first(root, "archdesc")
    if archdesc is None:
        raise NotAFindingAid(_("The finding aid has no <archdesc>, so it describes nothing."))
    return _EadReading(root, archdesc).aid


class _EadReading:
    """One pass over one file: collects drafts, refusals and what was not understood."""

    def __init__(self, root: etree._Element, archdesc: etree._Element) -> None:
        is_ead3 = first(root, "control") is not None
        self.aid = FindingAid(format="EAD3" if is_ead3 else "EAD 2002", source=_source(root, archdesc))
        self.secret: list[int] = []
        self.codes: dict[str, int] = {}
        self.used_ids: dict[str, int] = {}
        self._component(archdesc, parent=None, depth=1)
        if self.secret:
            raise SecretRows(self.secret)
        if not self.aid.drafts and not self.aid.refusals:
            raise NotAFindingAid(_("The finding aid holds no description."))

    # -- one description ------------------------------------------------------------------------

    def _component(self, element: etree._Element, *, parent: int | None, depth: int) -> None:
        line = element.sourceline or 0
        if depth > MAX_DEPTH:
            raise NotAFindingAid(
                _("Line {line}: the components are nested deeper than {limit}."),
                line=line,
                limit=MAX_DEPTH,
            )
        meaning = self._access(element, line)
        self._take_out_internal(element)
        fields, agents, places, subjects = self._describe(element)
        inside = self._inside(element)
        reason, values = self._refusal(fields, line)
        if reason:
            self._refuse(element, inside, fields, reason, values)
            return
        self.aid.drafts.append(
            Draft(
                source_id=self._identity(element, fields, parent),
                line=line,
                parent=parent,
                level=self._level(element, parent, has_parts=bool(inside)),
                fields=fields,
                access=meaning.access,
                opens_on=meaning.opens_on.isoformat() if meaning.opens_on else "",
                agents=tuple(dict.fromkeys(agents)),
                places=tuple(dict.fromkeys(places)),
                subjects=tuple(dict.fromkeys(subjects)),
            )
        )
        here = len(self.aid.drafts) - 1
        for part in inside:
            self._component(part, parent=here, depth=depth + 1)

    def _take_out_internal(self, element: etree._Element) -> None:
        """Take what is for the staff alone out of a description, wherever it stands; it is told that it was there.

        What makes the description itself is left: it is closed with it, see ``_is_internal``.
        """
        for child in list(element):
            if COMPONENT.fullmatch(name(child)):
                continue
            if is_internal(child) and not _makes_description(child) and not _has_parts(child):
                self._unknown(child, "internal")
                take_out(child)
            else:
                self._take_out_internal(child)

    def _describe(self, element: etree._Element) -> tuple[dict[str, str], list[NamedAgent], list[str], list[str]]:
        fields: dict[str, str] = {}
        agents: list[NamedAgent] = []
        places: list[str] = []
        subjects: list[str] = []
        did = first(element, "did")
        if did is not None:
            self._did(did, fields, agents)
        for child in self._notes_of(element):
            tag = name(child)
            if tag in NOTES:
                _add(fields, NOTES[tag], paragraphs(child))
            elif tag == "controlaccess":
                self._access_points(child, agents, places, subjects)
            elif tag not in {"did", "dsc", "head"} and not COMPONENT.fullmatch(tag):
                self._unknown(child)
        if "abstract" in fields:
            abstract = fields.pop("abstract")
            fields.setdefault("scope_content", abstract)
        return fields, agents, places, subjects

    def _notes_of(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element:
            if name(child) in WRAPPERS:
                yield from self._notes_of(child)
            else:
                yield child

    def _inside(self, element: etree._Element) -> list[etree._Element]:
        parts: list[etree._Element] = []
        for child in element:
            if COMPONENT.fullmatch(name(child)):
                parts.append(child)
            elif name(child) == "dsc":
                parts.extend(self._inside(child))
        return parts

    def _did(self, did: etree._Element, fields: dict[str, str], agents: list[NamedAgent]) -> None:
        containers: list[str] = []
        for child in did:
            tag = name(child)
            if tag in DID_LINES:
                field, size = DID_LINES[tag]
                _set(fields, field, flat(child)[:size])
            elif tag in DID_NOTES:
                field, joiner = DID_NOTES[tag]
                _add(fields, field, flat(child)[:4000], joiner=joiner)
            elif tag == "unittitle":
                _title(child, fields)
            elif tag in {"unitdate", "unitdatestructured"}:
                ead_dates.take(child, fields)
            elif tag == "origination":
                agents.extend(self._named(child, "creator"))
            elif tag in {"container", "physloc"}:
                containers.append(_place_on_shelf(child))
            elif tag != "head":
                self._unknown(child)
        _set(fields, "paper_file_code", ", ".join(containers)[:100])
        fields.update({key: fields[key][:500] for key in ("extent",) if key in fields})

    def _access_points(
        self,
        element: etree._Element,
        agents: list[NamedAgent],
        places: list[str],
        subjects: list[str],
    ) -> None:
        for child in element:
            tag = name(child)
            if tag == "controlaccess":
                self._access_points(child, agents, places, subjects)
            elif tag in AGENTS:
                agents.extend(self._one_agent(child, "subject"))
            elif tag == "geogname":
                places.append(_term(child)[:200])
            elif tag in {"subject", "function", "occupation", "title", "genreform"}:
                subjects.append(_term(child)[:100])
            elif tag not in {"head", "p"}:
                self._unknown(child)

    def _named(self, element: etree._Element, role: str) -> list[NamedAgent]:
        inner = [agent for child in children(element, *AGENTS) for agent in self._one_agent(child, role)]
        if inner or not flat(element):
            return inner
        return [NamedAgent(role, "corporate", flat(element)[:400])]

    @staticmethod
    def _one_agent(element: etree._Element, role: str) -> list[NamedAgent]:
        text = _term(element)[:400]
        return [NamedAgent(role, AGENTS[name(element)], text)] if text else []

    # -- what it is -----------------------------------------------------------------------------

    def _level(self, element: etree._Element, parent: int | None, *, has_parts: bool) -> str:
        said = (element.get("level") or "").lower()
        if said in LEVELS:
            return LEVELS[said]
        if said not in {"", "otherlevel"}:
            self._unknown(element, f'level="{said}"')
        if parent is None:
            return "fonds"
        return "series" if has_parts else "file"

    def _identity(self, element: etree._Element, fields: dict[str, str], parent: int | None) -> str:
        """What names this description in this source: its id, its code, or its title under its parent."""
        above = "" if parent is None else self.aid.drafts[parent].source_id
        own = element.get("id") or fields.get("reference_code")
        if parent is None:
            own = own or UNNAMED
        if not own:
            own = f"{above}/{fields.get('title', '')[:60]}|{fields.get('date_text', '')[:20]}"
        own = own if len(own) <= 180 else own[-180:]
        self.used_ids[own] = nth = self.used_ids.get(own, 0) + 1
        return own if nth == 1 else f"{own}#{nth}"

    def _access(self, element: etree._Element, line: int) -> Meaning:
        """Who may look as far as the file says so; what is not understood closes, and is told with its words."""
        elements = list(access_statements.statements_of(element))
        if access_statements.is_secret(element, elements):
            self.secret.append(line)
            return Meaning(None)
        statements = access_statements.read(element, elements)
        for each in statements:
            if not each.meaning.is_understood or each.meaning.opens_on:
                day = each.meaning.opens_on.isoformat() if each.meaning.opens_on else ""
                self.aid.closing.append(Closing(each.line, each.words, day))
        if _is_internal(element):
            return Meaning("closed")
        return access_statements.strictest(statements)

    def _refusal(self, fields: dict[str, str], line: int) -> tuple[str, dict]:
        if not fields.get("title"):
            if not fields.get("date_text"):
                return _("It has neither a title nor a date."), {}
            fields["title"] = fields["date_text"]
        code = fields.get("reference_code", "")
        if code and code in self.codes:
            return _("Its reference code {code} stands already at line {first}."), {
                "code": code,
                "first": self.codes[code],
            }
        if code:
            self.codes[code] = line
        return "", {}

    def _refuse(
        self,
        element: etree._Element,
        inside: list[etree._Element],
        fields: dict[str, str],
        reason: str,
        values: dict,
    ) -> None:
        code, title = fields.get("reference_code", ""), fields.get("title", "")
        self.aid.refusals.append(Refusal(element.sourceline or 0, code, title, reason, values))
        for part in inside:
            self._access(part, part.sourceline or 0)  # a secret hides under a refused heading too
            title = flat(first(part, "did", "unittitle"))
            self._refuse(
                part,
                self._inside(part),
                {"title": title},
                _("What stands above it was refused."),
                {},
            )

    def _unknown(self, element: etree._Element, what: str = "") -> None:
        label = f"<{name(element)}>" + (f" {what}" if what else "")
        text = "" if what == "internal" else (flat(element) or element.get("href") or "")[:120]
        self.aid.not_understood.append(Unknown(element.sourceline or 0, label, text))


def _is_internal(element: etree._Element) -> bool:
    """Whether a description, or what wraps it up to the next one above, is for the staff alone."""
    if is_internal(element):
        return True
    if any(is_internal(did) or not _has_public_title(did) for did in children(element, "did")):
        return True
    for above in element.iterancestors():
        if COMPONENT.fullmatch(name(above)) or name(above) == "archdesc":
            return False
        if is_internal(above):
            return True
    return False


def _makes_description(element: etree._Element) -> bool:
    """Whether there is no description without it: its ``did``, or the only title that it has."""
    above = element.getparent()
    return name(element) == "did" or (
        name(element) == "unittitle" and above is not None and not _has_public_title(above)
    )


def _has_public_title(did: etree._Element) -> bool:
    """Whether a description has a title for everybody; some systems write one for the staff beside it."""
    titles = children(did, "unittitle")
    return not titles or any(not is_internal(title) for title in titles)


def _has_parts(element: etree._Element) -> bool:
    return any(COMPONENT.fullmatch(name(each)) for each in element.iter())


def _source(root: etree._Element, archdesc: etree._Element) -> str:
    """What names this finding aid among all others: its identifier, else its code, else its title."""
    header = first(root, "eadheader")
    found = first(header, "eadid") if header is not None else first(root, "control", "recordid")
    agency = ""
    if found is not None:
        agency = found.get("mainagencycode") or ""
    elif (code := first(root, "control", "maintenanceagency", "agencycode")) is not None:
        agency = flat(code)
    said = flat(found) or root.get("id") or flat(first(archdesc, "did", "unitid"))
    said = said or flat(first(archdesc, "did")) or "untitled"
    return f"{agency}:{said}"[:200] if agency else said[:200]


def _place_on_shelf(element: etree._Element) -> str:
    kind = element.get("type") or element.get("localtype") or ""
    return f"{kind} {flat(element)}".strip()


def _title(element: etree._Element, fields: dict[str, str]) -> None:
    """A title may hold its date, as EAD 2002 allows; the date is then not part of it."""
    _set(fields, "title", (flat(element, without=frozenset({"unitdate"})) or flat(element))[:1000])
    for inner in children(element, "unitdate"):
        ead_dates.take(inner, fields)


def _term(element: etree._Element) -> str:
    """An access point: EAD3's parts are joined as EAD 2002 writes them."""
    parts = [flat(part) for part in children(element, "part")]
    return " -- ".join(part for part in parts if part) if parts else flat(element)


def _set(fields: dict[str, str], key: str, value: str) -> None:
    if value:
        fields.setdefault(key, unicodedata.normalize("NFC", value))


def _add(fields: dict[str, str], key: str, value: str, *, joiner: str = "\n\n") -> None:
    value = unicodedata.normalize("NFC", value)
    if value:
        fields[key] = f"{fields[key]}{joiner}{value}" if fields.get(key) else value
