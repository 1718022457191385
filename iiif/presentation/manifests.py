"""Manifests (IIIF Presentation 3.0, section 5.2), emitted as plain values.

iiif-prezi3 is superlinear in canvases (300 take a second, plain values 4 ms), so it referees in the tests instead of
building here.
"""

from catalog import access
from catalog.models import Record, Scan
from catalog.vocabulary import Level
from iiif import uris
from iiif.image.sizes import ready_sizes

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
CONTENT_TYPE = f'application/ld+json;profile="{CONTEXT}"'
THUMBNAIL = 0


def manifest(
    root: str, record: Record, *, page_url: str, archive: dict[str, str], guarded: bool
) -> dict:
    """Build the manifest of one record from its scans; ``guarded`` leaves out what only a grant shows.

    ``archive`` names the institution by language, ``page_url`` is the record's page for people.
    """
    scans = list(record.scans.in_order())
    guarded = guarded and record.title_is_guarded
    document = {
        "@context": CONTEXT,
        "id": uris.manifest(root, record),
        "type": "Manifest",
        "label": label(record, guarded=guarded),
        "metadata": _metadata(record, guarded=guarded),
        "requiredStatement": {
            "label": {"vi": ["Nguồn"], "en": ["Held by"]},
            "value": {language: [name] for language, name in archive.items()},
        },
        "provider": [
            {
                "id": f"{root}/",
                "type": "Agent",
                "label": {language: [name] for language, name in archive.items()},
                "homepage": [
                    {
                        "id": f"{root}/",
                        "type": "Text",
                        "format": "text/html",
                        "label": {"vi": [archive["vi"]]},
                    }
                ],
            }
        ],
        "homepage": [
            {
                "id": page_url,
                "type": "Text",
                "format": "text/html",
                "label": label(record, guarded=guarded),
            }
        ],
        "items": [canvas(root, record, scan, guarded=guarded) for scan in scans],
    }
    if record.date_from and not guarded:
        document["navDate"] = f"{record.date_from.isoformat()}T00:00:00Z"
    if scans and access.is_open_content(record):
        document["thumbnail"] = [_thumbnail(root, scans[0])]
    if len(scans) > 1 and record.level in (Level.FILE, Level.ITEM):
        document["behavior"] = ["individuals"]
    return document


def label(record: Record, *, guarded: bool) -> dict:
    """The title by language; a guarded one is the title that stands in."""
    if guarded:
        return {"vi": [record.public_title]}
    values = {"vi": [record.title]}
    if record.title_en:
        values["en"] = [record.title_en]
    return values


def canvas(root: str, record: Record, scan: Scan, *, guarded: bool = False) -> dict:
    """One page: as large as its image, painted with it (section 5.3)."""
    here = uris.canvas(root, record, scan)
    return {
        "id": here,
        "type": "Canvas",
        "label": {"none": [str(scan.order) if guarded else scan.label or str(scan.order)]},
        "width": scan.width,
        "height": scan.height,
        "thumbnail": [_thumbnail(root, scan)],
        "items": [
            {
                "id": f"{here}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{here}/painting",
                        "type": "Annotation",
                        "motivation": "painting",
                        "target": here,
                        "body": _image(root, scan),
                    }
                ],
            }
        ],
    }


def _image(root: str, scan: Scan) -> dict:
    width, height = ready_sizes(scan.width, scan.height)[-1]
    return {
        "id": f"{uris.image_service(root, scan)}/full/{width},{height}/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": [_service(root, scan)],
    }


def _thumbnail(root: str, scan: Scan) -> dict:
    width, height = ready_sizes(scan.width, scan.height)[THUMBNAIL]
    return {
        "id": f"{uris.image_service(root, scan)}/full/{width},{height}/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": [_service(root, scan)],
    }


def _service(root: str, scan: Scan) -> dict:
    return {"id": uris.image_service(root, scan), "type": "ImageService3", "profile": "level2"}


def _metadata(record: Record, *, guarded: bool) -> list[dict]:
    rows = [
        ("Mã tra cứu", "Reference code", record.reference_code),
        ("Thời gian", "Date", record.date_text),
        ("Khối lượng", "Extent", record.extent),
        ("Ngôn ngữ", "Language", "" if guarded else record.languages),
    ]
    return [
        {"label": {"vi": [vi], "en": [en]}, "value": {"none": [value]}}
        for vi, en, value in rows
        if value
    ]
