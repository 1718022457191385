"""Collections for every level above the file (IIIF Presentation 3.0, section 5.1).

Version 3 has no paging of collections, so a long one is cut into collections of its own, each with a stable address.
"""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q

from catalog.models import Record
from catalog.people import Person
from iiif import uris
from iiif.presentation.contents import DOCUMENTS, is_document
from iiif.presentation.language import metadata, title
from iiif.presentation.manifests import CONTEXT, House, provenance

if TYPE_CHECKING:
    from catalog.records.querysets import RecordQuerySet

PART = 200


def members(parent: Record | None, reader: Person) -> "RecordQuerySet":
    """Children of a record that have a IIIF document of their own, in order: collections, and files with scans."""
    rows = Record.objects.visible_to(reader)
    rows = rows.top() if parent is None else rows.children_of(parent)
    return rows.with_scans_below(reader).filter(~Q(level__in=DOCUMENTS) | Q(has_scans_below=True))


def collection(house: House, record: Record, reader: Person, *, guarded: bool, part: int = 0) -> dict:
    """The collection of one record; ``part`` counts from 1, and 0 is the whole."""
    own = [_manifest_of(house, record, guarded=guarded)] if record.scans.exists() else []
    document = {
        "@context": CONTEXT,
        "id": uris.collection(house.root, record, page=part),
        "type": "Collection",
        "label": title(record, guarded=guarded),
        "metadata": metadata(record, guarded=guarded),
        **provenance(house, record, guarded=guarded),
    }
    if record.scope_content and not guarded:
        document["summary"] = {"vi": [record.scope_content]}
    if record.depth > 1:
        above = record.path[: -Record.steplen]
        parent = Record.objects.filter(path=above).only("key").get()
        document["partOf"] = [{"id": uris.collection(house.root, parent), "type": "Collection"}]
    else:
        document["partOf"] = [{"id": uris.top_collection(house.root), "type": "Collection"}]

    def address(page: int) -> str:
        return uris.collection(house.root, record, page=page)

    return _fill(document, house, members(record, reader), reader, part, own, address)


def top(house: House, reader: Person, *, part: int = 0) -> dict:
    """The collection of all fonds."""
    name = {language: [text] for language, text in house.name.items()}
    document = {
        "@context": CONTEXT,
        "id": uris.top_collection(house.root, page=part),
        "type": "Collection",
        "label": name,
    }

    def address(page: int) -> str:
        return uris.top_collection(house.root, page=page)

    return _fill(document, house, members(None, reader), reader, part, [], address)


class NoSuchPart(Exception):
    """The collection has fewer parts than that."""


def _fill(document: dict, house: House, rows, reader, part: int, own: list, address) -> dict:
    pages = Paginator(rows, PART)
    if part > pages.num_pages or (part and pages.num_pages == 1):
        raise NoSuchPart
    if pages.num_pages == 1 or part:
        shown = pages.page(part or 1).object_list
        first = own if part <= 1 else []
        document["items"] = [*first, *(_member(house, row) for row in shown)]
        if part:
            document["label"] = _numbered(document["label"], part)
            document["partOf"] = [{"id": address(0), "type": "Collection"}]
    else:
        document["items"] = [
            {
                "id": address(number),
                "type": "Collection",
                "label": _numbered(document["label"], number),
            }
            for number in pages.page_range
        ]
    return document


def _numbered(label: dict, number: int) -> dict:
    word = {"vi": "phần", "en": "part"}
    return {language: [f"{texts[0]} ({word.get(language, '')} {number})"] for language, texts in label.items()}


def _member(house: House, record: Record) -> dict:
    guarded = record.title_is_guarded
    if is_document(record):
        return _manifest_of(house, record, guarded=guarded)
    return {
        "id": uris.collection(house.root, record),
        "type": "Collection",
        "label": title(record, guarded=guarded),
    }


def _manifest_of(house: House, record: Record, *, guarded: bool) -> dict:
    found: dict = {
        "id": uris.manifest(house.root, record),
        "type": "Manifest",
        "label": title(record, guarded=guarded),
    }
    if record.date_from and not guarded:
        found["navDate"] = f"{record.date_from.isoformat()}T00:00:00Z"
    return found
