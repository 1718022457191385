"""The official validators: of the Image API against the real server, and the schema over the whole sample archive."""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from iiif_prezi3 import Collection, Manifest

from tests import samples


@pytest.fixture(scope="module")
def reference(portal, tmp_path_factory):
    """The key of the validator's test picture, taken in as a scan."""
    folder = tmp_path_factory.mktemp("reference")
    samples.reference_picture(folder / "reference.png")
    key = portal.ask(
        "from catalog.models import Record\nprint(Record.objects.filter(level='file', scans=None, effective_access='open').first().key)"
    )
    taken = portal.manage("ingest_scans", str(folder), "--record", key)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    return portal.ask(f"from catalog.models import Scan\nprint(Scan.objects.get(record__key='{key}').key)")


@pytest.mark.parametrize(("version", "count"), [(3, 33), pytest.param(2, 30, marks=pytest.mark.hard)])
def test_the_official_validator_passes_level_2(portal, reference, version, count):
    validator = Path(sys.executable).parent / "iiif-validate.py"

    run = subprocess.run(
        [
            sys.executable,
            str(validator),
            "-s",
            portal.base.removeprefix("http://"),
            "-p",
            f"iiif/{version}",
            "-i",
            reference,
            f"--version={version}.0",
            "--level",
            "2",
            "-v",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-3000:]
    assert re.search(rf"Done \({count} tests, 0 failures\)", said), said[-500:]


def test_mirroring_webp_and_the_links_of_level_3(portal, reference):
    from io import BytesIO

    from PIL import Image

    address = f"{portal.base}/iiif/3/{reference}/0,0,200,100/200,100"
    with (
        urllib.request.urlopen(f"{address}/0/default.png") as plain,
        urllib.request.urlopen(f"{address}/!0/default.webp") as turned,
    ):
        links = turned.headers["Link"]
        assert turned.headers["Content-Type"] == "image/webp"
        straight, mirrored = (Image.open(BytesIO(each.read())).convert("RGB") for each in (plain, turned))
    assert '<http://iiif.io/api/image/3/level2.json>;rel="profile"' in links
    assert f'<{address}/!0/default.webp>;rel="canonical"' in links
    for x in (50, 150):
        there, here = straight.getpixel((x, 50)), mirrored.getpixel((199 - x, 50))
        assert all(abs(a - b) < 24 for a, b in zip(there, here, strict=True))


def get(address: str) -> dict:
    with urllib.request.urlopen(address) as answer:
        return json.loads(answer.read())


def loaded_again(document: dict, kind) -> dict:
    loaded = json.loads(kind(**{k: v for k, v in document.items() if k != "@context"}).json())
    loaded.pop("@context", None)
    # what lies elsewhere has no items; the vocabulary writes an empty list
    elsewhere = [page for canvas in loaded.get("items", []) for page in canvas.get("annotations", [])]
    for contents in loaded.get("structures", []):
        elsewhere += [canvas for part in contents["items"] for canvas in part["items"]]
    for reference in elsewhere:
        assert reference.pop("items") == []
    return loaded


DOCUMENTS = """
from django.contrib.auth.models import AnonymousUser as A
from catalog.models import Record
from tests import samples
print(*Record.objects.visible_to(A()).with_scans_below(A()).filter(has_scans_below=True, level__in=('file', 'item')).values_list('key', flat=True))
"""


def test_every_document_of_the_sample_archive_is_valid(portal):
    """Each manifest, and each collection from that of all fonds down: schema, vocabulary, identifiers that resolve."""
    schema = samples.presentation_schema()
    start = f"{portal.base}/iiif/presentation/3"
    waiting = [f"{start}/collection"]
    waiting += [f"{start}/{key}/manifest" for key in portal.ask(DOCUMENTS).split()]
    manifests, seen = set(waiting[1:]), set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        document = get(address)
        assert document["id"] == address
        assert [e.message[:300] for e in schema.iter_errors(document)] == [], address
        if document["type"] == "Collection":
            waiting += [member["id"] for member in document["items"]]
            kind = Collection
        else:
            kind = Manifest
            canvas = document["items"][0]
            info = get(canvas["items"][0]["items"][0]["body"]["service"][0]["id"] + "/info.json")
            assert (info["width"], info["height"]) == (canvas["width"], canvas["height"])
        plain = {k: v for k, v in document.items() if k != "@context"}
        assert loaded_again(document, kind) == plain, address
    assert len(manifests) > 20
    assert len([address for address in seen if address.endswith("/collection")]) > 5
    # the collections lead to no document that is not among those
    assert {address for address in seen if address.endswith("/manifest")} == manifests


def test_closed_records_of_the_sample_archive_have_no_document(portal):
    keys = portal.ask(
        "from catalog.models import Record\nprint(*Record.objects.filter(effective_access='closed').values_list('key', flat=True)[:20])"
    ).split()
    assert keys
    for key in keys:
        for name in ("manifest", "collection"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                get(f"{portal.base}/iiif/presentation/3/{key}/{name}")
