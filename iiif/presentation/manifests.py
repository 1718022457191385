"""Manifests (IIIF Presentation 3.0, section 5.2), emitted as plain values.

iiif-prezi3 is superlinear in canvases (300 take a second, plain values 4 ms), so it referees in the tests instead of
building here.
"""

from dataclasses import dataclass

from catalog import access
from catalog.models import Record
from catalog.vocabulary import PageLayout
from iiif import uris
from iiif.auth import services
from iiif.image.sizes import ready_sizes
from iiif.presentation.contents import Contents, DocumentPage
from iiif.presentation.language import both, link, metadata, title

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
CONTENT_TYPE = f'application/ld+json;profile="{CONTEXT}"'
SMALL, LARGE = 0, -1
PDF_PAGES = 150  # a PDF is made in memory, a megabyte a page at most


@dataclass(frozen=True)
class House:
    """What every document says of the archive: its name by language, and addresses of pages for people."""

    root: str
    name: dict[str, str]
    record_page: str
    ead: str = ""
    dublin_core: str = ""


def manifest(house: House, contents: Contents, *, guarded: bool) -> dict:
    """Build the manifest of one document from its pages; ``guarded`` leaves out what only a grant shows."""
    record, root, pages = contents.record, house.root, contents.pages
    document = {
        "@context": [services.CONTEXT, CONTEXT] if contents.is_guarded else CONTEXT,
        "id": uris.manifest(root, record),
        "type": "Manifest",
        "label": title(record, guarded=guarded),
        "metadata": metadata(record, guarded=guarded),
        "rights": record.rights,
        **provenance(house, record, guarded=guarded),
        "viewingDirection": record.page_direction,
        "behavior": [_behaviour(record, pages)],
        "items": [canvas(root, page) for page in pages],
    }
    if record.scope_content and not guarded:
        document["summary"] = {"vi": [record.scope_content]}
    if record.date_from and not guarded:
        document["navDate"] = f"{record.date_from.isoformat()}T00:00:00Z"
    if pages and (small := _small(root, pages[0])):
        document["thumbnail"] = [small]
        document["placeholderCanvas"] = _placeholder(root, pages[0])
    if ranges := _ranges(root, contents):
        document["structures"] = ranges
    if found := _renderings(root, contents):
        document["rendering"] = found
    if contents.has_text:
        document["service"] = [search_service(root, record)]
    return document


def provenance(house: House, record: Record, *, guarded: bool) -> dict:
    """Who holds it, where people read of it, and where machines find the description."""
    name = {language: [text] for language, text in house.name.items()}
    found: dict = {
        "requiredStatement": {
            "label": both("Nguồn", "Held by"),
            "value": {
                language: [f"{text}, {record.reference_code}" if record.reference_code else text]
                for language, text in house.name.items()
            },
        },
        "provider": [
            {
                "id": f"{house.root}/",
                "type": "Agent",
                "label": name,
                "homepage": [link(f"{house.root}/", name)],
            }
        ],
        "homepage": [link(house.record_page, title(record, guarded=guarded))],
    }
    if house.ead:
        found["seeAlso"] = [
            link(
                house.ead,
                both("Mô tả EAD", "EAD description"),
                kind="Dataset",
                media="application/xml",
                profile="http://www.loc.gov/ead/",
            ),
            link(
                house.dublin_core,
                both("Mô tả Dublin Core", "Dublin Core description"),
                kind="Dataset",
                media="application/xml",
                profile="http://www.openarchives.org/OAI/2.0/oai_dc/",
            ),
        ]
    return found


def _behaviour(record: Record, pages: list[DocumentPage]) -> str:
    """A single page faces nothing, whatever the record says of its binding."""
    return record.page_layout if len(pages) > 1 else PageLayout.INDIVIDUALS


def canvas(root: str, page: DocumentPage) -> dict:
    """One page: as large as its image, painted with it (section 5.3)."""
    scan = page.scan
    here = uris.canvas(root, page.record, scan)
    found: dict = {
        "id": here,
        "type": "Canvas",
        "label": {"none": [str(scan.order) if page.guarded else scan.label or str(scan.order)]},
        "width": scan.width,
        "height": scan.height,
        "items": _painted(here, _image(root, page, LARGE)),
    }
    if small := _small(root, page):
        found["thumbnail"] = [small]
    if page.may_view and (page.has_text or page.has_notes):
        found["annotations"] = _annotations(root, page)
    return found


def _painted(here: str, body: dict) -> list[dict]:
    """The one annotation page that paints a canvas with one picture (section 5.5)."""
    painting = {
        "id": f"{here}/painting",
        "type": "Annotation",
        "motivation": "painting",
        "target": here,
        "body": body,
    }
    return [{"id": f"{here}/page", "type": "AnnotationPage", "items": [painting]}]


def _annotations(root: str, page: DocumentPage) -> list[dict]:
    found = []
    if page.has_text:
        found.append(
            {
                "id": uris.text_page(root, page.scan),
                "type": "AnnotationPage",
                "label": both("Chữ trên trang", "Text of the page"),
            }
        )
    if page.has_notes:
        found.append(
            {
                "id": uris.notes_page(root, page.scan),
                "type": "AnnotationPage",
                "label": both("Chú giải của lưu trữ viên", "Archivists' annotations"),
            }
        )
    return found


def _image(root: str, page: DocumentPage, which: int) -> dict:
    scan = page.scan
    width, height = ready_sizes(scan.width, scan.height)[which]
    return {
        "id": f"{uris.image_service(root, scan)}/full/{width},{height}/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": [_service(root, page)],
    }


def _small(root: str, page: DocumentPage) -> dict | None:
    """A thumbnail that everybody who gets this document may load, or none."""
    if page.is_open:
        return _image(root, page, SMALL)
    if not access.shows_previews(page.record):
        return None
    width, height = ready_sizes(page.scan.width, page.scan.height)[SMALL]
    return {
        "id": uris.reduced(root, page.scan),
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
    }


def _service(root: str, page: DocumentPage) -> dict:
    found: dict = {
        "id": uris.image_service(root, page.scan),
        "type": "ImageService3",
        "profile": "level2",
    }
    if not page.is_open:
        found["service"] = [
            services.probe(root, page.scan, in_manifest=True),
            services.cookie_service_1(root),
        ]
    return found


def _placeholder(root: str, page: DocumentPage) -> dict:
    """What stands in the viewer's place until it is opened (section 3.4)."""
    body = _image(root, page, LARGE) if page.is_open else _small(root, page)
    assert body is not None
    here = f"{uris.canvas(root, page.record, page.scan)}/placeholder"
    return {
        "id": here,
        "type": "Canvas",
        "width": body["width"],
        "height": body["height"],
        "items": _painted(here, body),
    }


def _ranges(root: str, contents: Contents) -> list[dict]:
    """The items of a file as its table of contents (section 5.4); none where all pages are the record's own."""
    by_record: dict[str, list[DocumentPage]] = {}
    for page in contents.pages:
        by_record.setdefault(page.record.key, []).append(page)
    if set(by_record) <= {contents.record.key}:
        return []
    items = [
        {
            "id": uris.range_of(root, pages[0].record),
            "type": "Range",
            "label": title(pages[0].record, guarded=pages[0].guarded),
            "items": [{"id": uris.canvas(root, page.record, page.scan), "type": "Canvas"} for page in pages],
        }
        for pages in by_record.values()
    ]
    return [
        {
            "id": f"{uris.range_of(root, contents.record)}/contents",
            "type": "Range",
            "label": both("Mục lục", "Contents"),
            "items": items,
        }
    ]


def _renderings(root: str, contents: Contents) -> list[dict]:
    """Files to take home: only where everybody may see every page."""
    found = []
    record = contents.record
    if contents.pages and contents.is_open and len(contents.pages) <= PDF_PAGES:
        found.append(
            link(
                uris.rendering(root, record, "pdf"),
                both("Tải về PDF", "Download as PDF"),
                media="application/pdf",
            )
        )
    if contents.has_text and contents.is_open:
        found.append(
            link(
                uris.rendering(root, record, "txt"),
                both("Tải về văn bản", "Download as text"),
                media="text/plain",
            )
        )
    return found


def search_service(root: str, record: Record) -> dict:
    """Content Search 2.0, section 3.1, with its autocomplete."""
    return {
        "id": uris.search(root, record.key),
        "type": "SearchService2",
        "service": [{"id": uris.autocomplete(root, record.key), "type": "AutoCompleteService2"}],
    }
