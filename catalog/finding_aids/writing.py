"""Drafts to files: EAD 2002 for finding aids, Dublin Core for single records. Knows no Django."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from catalog.finding_aids.drafts import Draft
from catalog.finding_aids.ead import NOTES

EAD = "urn:isbn:1-931666-22-9"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
# field of a record → the element that our reader takes it from, the first of several
ELEMENTS: dict[str, str] = {}
for _element, _field in NOTES.items():
    ELEMENTS.setdefault(_field, _element)
NAMES = {"person": "persname", "corporate": "corpname", "family": "famname"}


def write_ead(drafts: Iterable[Draft], *, identifier: str, agency: str, address: str) -> Iterator[bytes]:
    """Write a finding aid as EAD 2002, in parts, so that a fonds of any size needs little memory.

    ``drafts`` come in document order, parents first; the first is the top. What is written is read back by
    ``read_ead`` as it was.
    """
    drafts = iter(drafts)
    top = next(drafts)
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(f"{{{EAD}}}ead", nsmap={None: EAD}):
            file.write(_header(top, identifier, agency, address))
            with file.element(f"{{{EAD}}}archdesc", level=top.level):
                _write_body(file, top)
                with file.element(f"{{{EAD}}}dsc"):
                    yield from _components(file, out, drafts)
    yield out.getvalue()


def _components(file: Any, out: BytesIO, drafts: Iterator[Draft]) -> Iterator[bytes]:
    """Nested components; an element is closed when the next one does not lie below it."""
    opened: list[tuple[int, Any]] = []
    for index, draft in enumerate(drafts, start=1):
        while opened and opened[-1][0] != draft.parent:
            opened.pop()[1].__exit__(None, None, None)
        element = file.element(f"{{{EAD}}}c", level=draft.level, id=f"r-{draft.source_id}")
        element.__enter__()
        opened.append((index, element))
        _write_body(file, draft)
        if out.tell() > 1 << 16:
            file.flush()
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    while opened:
        opened.pop()[1].__exit__(None, None, None)


def _e(name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{EAD}}}{name}", attributes, nsmap={None: EAD})
    element.text = _sayable(text) or None
    return element


def _sayable(text: str) -> str:
    """Without the control characters that XML 1.0, section 2.2 forbids and word processors leave behind."""
    return FORBIDDEN.sub("", text)


def _header(top: Draft, identifier: str, agency: str, address: str) -> etree._Element:
    header = _e("eadheader")
    header.append(_e("eadid", identifier, url=address))
    description, title = _e("filedesc"), _e("titlestmt")
    title.append(_e("titleproper", top.fields["title"]))
    description.append(title)
    publication = _e("publicationstmt")
    publication.append(_e("publisher", agency))
    description.append(publication)
    header.append(description)
    return header


def _write_body(file: Any, draft: Draft) -> None:
    """What one description says: its ``did``, its notes, its access points."""
    file.write(_did(draft))
    for field, element in ELEMENTS.items():
        if text := draft.fields.get(field):
            note = _e(element)
            note.extend(_e("p", part) for part in text.split("\n\n"))
            file.write(note)
    points = [_e(NAMES[a.kind], a.name) for a in draft.agents if a.role == "subject"]
    points += [_e("geogname", place) for place in draft.places]
    points += [_e("subject", subject) for subject in draft.subjects]
    if points:
        access = _e("controlaccess")
        access.extend(points)
        file.write(access)


def _did(draft: Draft) -> etree._Element:
    fields, did = draft.fields, _e("did")
    normal = fields.get("date_edtf", "")
    date = _e("unitdate", fields.get("date_text") or normal, **({"normal": normal} if normal else {}))
    extent = _e("physdesc")
    extent.append(_e("extent", fields.get("extent", "")))
    parts = (
        (_e("unitid", fields.get("reference_code", "")), "reference_code"),
        (_e("unittitle", fields["title"]), "title"),
        (date, "date_text" if fields.get("date_text") else "date_edtf"),
        (extent, "extent"),
        (_e("langmaterial", fields.get("languages", "")), "languages"),
        (_e("container", fields.get("paper_file_code", "")), "paper_file_code"),
    )
    did.extend(element for element, field in parts if fields.get(field))
    for agent in draft.agents:
        if agent.role == "creator":
            origin = _e("origination")
            origin.append(_e(NAMES[agent.kind], agent.name))
            did.append(origin)
    return did


def write_dublin_core(draft: Draft, *, address: str, publisher: str, rights: str) -> bytes:
    """Write one record as unqualified Dublin Core in the container of OAI-PMH (DCMES 1.1; ISO 15836)."""
    fields = draft.fields
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})

    def say(name: str, text: str | None) -> None:
        if text:
            etree.SubElement(root, f"{{{DC}}}{name}").text = _sayable(text)

    say("title", fields["title"])
    say("title", fields.get("title_en"))
    for agent in draft.agents:
        say("creator" if agent.role == "creator" else "subject", agent.name)
    for subject in draft.subjects:
        say("subject", subject)
    say("description", fields.get("scope_content"))
    say("publisher", publisher)
    say("date", fields.get("date_edtf") or fields.get("date_text"))
    say("type", fields.get("document_type") or draft.level)
    say("format", fields.get("extent"))
    say("identifier", address)
    say("identifier", fields.get("reference_code"))
    say("language", fields.get("languages"))
    for place in draft.places:
        say("coverage", place)
    say("rights", rights)
    say("rights", fields.get("reproduction_conditions"))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
