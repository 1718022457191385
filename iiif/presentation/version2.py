"""Presentation 2.1.1 for tools that know no newer one: a version 3 document said in its words."""

from typing import Any

from iiif.uris import manifest_path_of

CONTEXT = "http://iiif.io/api/presentation/2/context.json"
CONTENT_TYPE = f'application/ld+json;profile="{CONTEXT}"'
IMAGE_2 = "http://iiif.io/api/image/2/context.json"
LEVEL_2 = "http://iiif.io/api/image/2/level2.json"


def downgrade(document: dict) -> dict:
    """Turn a manifest or collection of version 3 into one of version 2.1.1 with Image API 2 services."""
    return _collection(document) if document["type"] == "Collection" else _manifest(document)


def _address(address: str) -> str:
    return address.replace("/iiif/presentation/3/", "/iiif/presentation/2/")


def _words(label: dict) -> Any:
    """A language map as language-tagged strings (section 4.3); one without language as a plain string."""
    found = [
        {"@value": text, "@language": language} if language != "none" else text
        for language, texts in label.items()
        for text in texts
    ]
    return found[0] if len(found) == 1 else found


def _common(document: dict, kind: str) -> dict:
    found = {"@id": _address(document["id"]), "@type": kind, "label": _words(document["label"])}
    if "metadata" in document:
        found["metadata"] = [
            {"label": _words(row["label"]), "value": _words(row["value"])} for row in document["metadata"]
        ]
    if "summary" in document:
        found["description"] = _words(document["summary"])
    if "requiredStatement" in document:
        found["attribution"] = _words(document["requiredStatement"]["value"])
    if "rights" in document:
        found["license"] = document["rights"]
    for old, new in (("related", "homepage"), ("seeAlso", "seeAlso"), ("rendering", "rendering")):
        if new in document:
            found[old] = [
                {"@id": each["id"], "format": each["format"], "label": _words(each["label"])} for each in document[new]
            ]
    if "navDate" in document:
        found["navDate"] = document["navDate"]
    return found


def _collection(document: dict) -> dict:
    items = document["items"]
    found = {"@context": CONTEXT, **_common(document, "sc:Collection")}
    found["members"] = [
        {
            "@id": _address(each["id"]),
            "@type": f"sc:{each['type']}",
            "label": _words(each["label"]),
        }
        for each in items
    ]
    return found


def _manifest(document: dict) -> dict:
    found = {"@context": CONTEXT, **_common(document, "sc:Manifest")}
    if document.get("behavior"):
        found["viewingHint"] = document["behavior"][0]
    if document.get("viewingDirection"):
        found["viewingDirection"] = document["viewingDirection"]
    if document.get("thumbnail"):
        found["thumbnail"] = _image(document["thumbnail"][0])
    key = document["id"].split("/")[-2]
    sequence = document["id"].removesuffix(manifest_path_of(key)) + manifest_path_of(key, version=2)
    found["sequences"] = [
        {
            "@id": f"{sequence.removesuffix('manifest')}sequence/normal",
            "@type": "sc:Sequence",
            "canvases": [_canvas(each) for each in document["items"]],
        }
    ]
    if document.get("structures"):
        found["structures"] = [
            {
                "@id": _address(part["id"]),
                "@type": "sc:Range",
                "label": _words(part["label"]),
                "canvases": [_address(each["id"]) for each in part["items"]],
            }
            for part in document["structures"][0]["items"]
        ]
    return found


def _canvas(canvas: dict) -> dict:
    body = canvas["items"][0]["items"][0]["body"]
    here = _address(canvas["id"])
    found = {
        "@id": here,
        "@type": "sc:Canvas",
        "label": _words(canvas["label"]),
        "width": canvas["width"],
        "height": canvas["height"],
        "images": [
            {
                "@id": f"{here}/painting",
                "@type": "oa:Annotation",
                "motivation": "sc:painting",
                "on": here,
                "resource": _image(body),
            }
        ],
    }
    if canvas.get("thumbnail"):
        found["thumbnail"] = _image(canvas["thumbnail"][0])
    return found


def _image(body: dict) -> dict:
    found = {
        "@id": body["id"].replace("/iiif/3/", "/iiif/2/"),
        "@type": "dctypes:Image",
        "format": body["format"],
        "width": body["width"],
        "height": body["height"],
    }
    if body.get("service"):
        service = body["service"][0]
        found["service"] = {
            "@context": IMAGE_2,
            "@id": service["id"].replace("/iiif/3/", "/iiif/2/"),
            "profile": LEVEL_2,
        }
        old = [each for each in service.get("service", ()) if "@id" in each]
        if old:
            found["service"]["service"] = old[0]
    return found
