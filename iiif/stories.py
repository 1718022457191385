"""Stories that rooms above tell with pages of several records, as an annotated Manifest and a Collection.

A page keeps the canvas identifier of its record, so that what is said of it in a story can be joined with what is said
elsewhere. Only what everybody may see is told: the documents are the same for every reader.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog import access
from catalog.models import Record, Scan
from iiif import uris
from iiif.presentation.contents import DocumentPage, Leaf
from iiif.presentation.language import title
from iiif.presentation.manifests import CONTENT_TYPE, CONTEXT, canvas

__all__ = ["CONTENT_TYPE", "Remark", "Story", "collection", "manifest"]


@dataclass(frozen=True)
class Remark:
    """What a story says of a page, or of a region of it: HTML by language."""

    key: str
    scan: Scan
    record: Record
    html: dict[str, str]
    xywh: str = ""


@dataclass(frozen=True)
class Story:
    """A story as far as IIIF tells it: ``remarks`` in reading order; ``pages`` are its addresses for people."""

    key: str
    label: dict[str, list[str]]
    summary: dict[str, list[str]]
    pages: dict[str, str]
    provider: dict[str, str]
    remarks: tuple[Remark, ...] = ()
    records: tuple[Record, ...] = ()


def manifest(root: str, story: Story) -> dict:
    """The story as one Manifest (Presentation 3.0, section 5.2): its pages, each with what is said of it."""
    pages: dict[str, list[Remark]] = {}
    for remark in story.remarks:
        if access.is_open_content(remark.record):
            pages.setdefault(remark.scan.key, []).append(remark)
    return {
        "@context": CONTEXT,
        "id": uris.story(root, story.key, "manifest"),
        "type": "Manifest",
        **_told(root, story),
        "partOf": [{"id": uris.story(root, story.key, "collection"), "type": "Collection"}],
        "items": [_leaf(root, story, remarks) for remarks in pages.values()],
    }


def collection(root: str, story: Story) -> dict:
    """The story's own Manifest, then those of the records that it shows (section 5.1)."""
    own = {"id": uris.story(root, story.key, "manifest"), "type": "Manifest", "label": story.label}
    members = [
        {
            "id": uris.manifest(root, record),
            "type": "Manifest",
            "label": title(record, guarded=False),
        }
        for record in story.records
        if access.is_open_content(record)
    ]
    return {
        "@context": CONTEXT,
        "id": uris.story(root, story.key, "collection"),
        "type": "Collection",
        **_told(root, story),
        "items": [own, *members],
    }


def _told(root: str, story: Story) -> dict:
    name = {language: [text] for language, text in story.provider.items()}
    pages = [
        {
            "id": address,
            "type": "Text",
            "format": "text/html",
            "language": [language],
            "label": story.label,
        }
        for language, address in story.pages.items()
    ]
    home = {"id": f"{root}/", "type": "Text", "format": "text/html", "label": name}
    found = {
        "label": story.label,
        "homepage": pages,
        "provider": [{"id": f"{root}/", "type": "Agent", "label": name, "homepage": [home]}],
    }
    return found | ({"summary": story.summary} if any(story.summary.values()) else {})


def _leaf(root: str, story: Story, remarks: Iterable[Remark]) -> dict:
    remarks = list(remarks)
    scan, record = remarks[0].scan, remarks[0].record
    row = Leaf(
        scan.pk,
        scan.key,
        scan.order,
        scan.label,
        scan.width,
        scan.height,
        scan.sha512,
        scan.master_page,
    )
    found = canvas(
        root,
        DocumentPage(row, record, is_open=True, may_view=True, guarded=False, has_text=False, has_notes=False),
    )
    found["label"] = title(record, guarded=False)
    page = uris.remarks_page(root, story.key, scan)
    said = [_remark(root, page, remark) for remark in remarks if any(remark.html.values())]
    if said:
        found["annotations"] = [{"id": page, "type": "AnnotationPage", "items": said}]
    return found


def _remark(root: str, page: str, remark: Remark) -> dict:
    here = uris.canvas(root, remark.record, remark.scan)
    return {
        "id": f"{page}#{remark.key}",
        "type": "Annotation",
        "motivation": "commenting",
        "body": [
            {"type": "TextualBody", "value": text, "format": "text/html", "language": language}
            for language, text in remark.html.items()
            if text
        ],
        "target": f"{here}#xywh={remark.xywh}" if remark.xywh else here,
    }
