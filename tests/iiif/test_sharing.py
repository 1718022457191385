"""Content State 1.0 and annotations: a view that is shared lands on its spot; a remark is published and withdrawn."""

import base64
import json

import pytest
from django.utils import timezone

from catalog.records.actions import access as opening
from iiif.annotations import actions
from iiif.models import Annotation
from iiif.presentation.content_state import LinkedView, NotAState, decode, encode
from tests import samples

ROOT = "https://a.example"
M = "https://a.example/iiif/presentation/3/0123456789/manifest"
C = "https://a.example/iiif/presentation/3/0123456789/canvas/abcdefghjk"
SPOT = LinkedView("0123456789", "abcdefghjk", "10,20,300,400")


def forms() -> list:
    canvas = {
        "id": f"{C}#xywh=10,20,300,400",
        "type": "Canvas",
        "partOf": [{"id": M, "type": "Manifest"}],
    }
    annotation = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": "https://b.example/state/1",
        "type": "Annotation",
        "motivation": ["contentState"],
        "target": canvas,
    }
    selected = {
        "type": "Annotation",
        "target": {
            "type": "SpecificResource",
            "source": {"id": C, "type": "Canvas"},
            "selector": {"type": "FragmentSelector", "value": "xywh=10,20,300,400"},
        },
    }
    return [canvas, annotation, selected, {"type": "Annotation", "target": [canvas, "other"]}]


@pytest.mark.parametrize("document", forms())
def test_every_form_of_the_text_leads_to_the_same_spot(document):
    plain = json.dumps(document)
    unpadded = base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    assert decode(encode(document), root=ROOT) == SPOT
    assert decode(plain, root=ROOT) == SPOT
    assert decode(unpadded, root=ROOT) == SPOT


def test_a_plain_address_is_a_state_too():
    assert decode(M, root=ROOT) == LinkedView("0123456789")
    assert decode(json.dumps({"id": M, "type": "Manifest"}), root=ROOT) == LinkedView("0123456789")
    assert decode(f"{C}#xywh=10,20,300,400", root=ROOT) == SPOT


def test_a_region_is_rounded_and_one_that_cannot_be_read_still_opens_the_page():
    assert decode(f"{C}#xywh=10.5,20.4,300,400", root=ROOT).xywh == "10,20,300,400"
    assert decode(f"{C}#xywh=pct:1,2,3,4", root=ROOT) == LinkedView("0123456789", "abcdefghjk")


def test_a_document_of_another_house_is_not_taken_for_ours():
    for other in (
        "https://evil.example",
        "https://a.example.evil.example",
        "https://a.example@evil.example",
    ):
        with pytest.raises(NotAState, match="another institution"):
            decode(M.replace(ROOT, other), root=ROOT)


DEEP = {"id": M}
for _ in range(50):
    DEEP = {"target": DEEP}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "{}",
        "[]",
        "null",
        "{",
        "https://elsewhere.example/manifest.json",
        "a" * 30_000,
        "é",
        "/iiif/presentation/3/../x/manifest",
        json.dumps({"target": None}),
        json.dumps(DEEP),
        "[" * 5000,
        base64.b64encode(b"\xff\xfe").decode(),
        json.dumps({"id": 5}),
    ],
)
def test_what_cannot_be_understood_is_said_in_words(client, db, text):
    with pytest.raises(NotAState):
        decode(text, root=ROOT)

    response = client.get("/iiif/view", {"iiif-content": text})

    assert response.status_code == 400
    assert "không mở được" in response.content.decode().lower()


def test_a_shared_view_leads_to_the_page_and_the_region(client, worded):
    scan = worded.scans.get(order=2)
    state = encode(
        {
            "id": f"http://testserver/iiif/presentation/3/{worded.key}/canvas/{scan.key}#xywh=5,6,70,80",
            "type": "Canvas",
        }
    )

    response = client.get("/iiif/view", {"iiif-content": state})

    assert response["Location"] == f"/r/{worded.key}/?scan=2#xywh=5,6,70,80"
    assert client.get(response["Location"]).status_code == 200


def test_a_shared_view_of_a_closed_record_leads_nowhere(client, worded, archivist):
    opening.withdraw(worded, reason="x", by=archivist, at=timezone.now())

    state = encode({"id": f"http://testserver/iiif/presentation/3/{worded.key}/manifest", "type": "Manifest"})
    assert client.get("/iiif/view", {"iiif-content": state}).status_code == 404


# -- annotations -----------------------------------------------------------------------------------


def notes(client, scan):
    return client.get(f"/iiif/annotations/{scan.key}/notes")


def test_an_archivist_annotates_a_region_and_everybody_reads_it(client, scanned, archivist):
    file, scan = scanned
    client.force_login(archivist)
    form = {
        "x": 10,
        "y": 20,
        "width": 300,
        "height": 200,
        "motivation": "identifying",
        "text": "Chợ Bến Thành",
        "text_en": "Ben Thanh market",
    }

    assert client.post(f"/desk/annotations/scan/{scan.key}/", form).status_code == 302

    client.logout()
    document = notes(client, scan).json()
    schema = samples.presentation_schema()
    assert [e.message for e in schema.iter_errors(document)] == []
    item = document["items"][0]
    assert item["target"].endswith("#xywh=10,20,300,200")
    assert [body["language"] for body in item["body"]] == ["vi", "en"]
    assert client.get(item["id"].removeprefix("http://testserver")).json()["id"] == item["id"]
    manifest = client.get(f"/iiif/presentation/3/{file.key}/manifest").json()
    assert document["id"] in [page["id"] for page in manifest["items"][0]["annotations"]]


def test_an_annotation_is_changed_and_removed_and_a_region_is_cut_to_the_page(client, scanned, archivist):
    _, scan = scanned
    made = actions.write(scan, by=archivist, at=timezone.now(), text="a", x=1200, y=800, width=9999, height=9999)
    assert made.xywh == "1200,800,100,100"
    client.force_login(archivist)

    changed = client.post(
        f"/desk/annotations/change/{made.key}/",
        {"motivation": "commenting", "text": "b", "x": "", "y": "", "width": "", "height": ""},
    )
    assert changed.status_code == 302
    assert notes(client, scan).json()["items"][0]["target"].endswith(scan.key)
    assert client.get(f"/desk/annotations/remove/{made.key}/").status_code == 200
    assert Annotation.objects.count() == 1
    client.post(f"/desk/annotations/remove/{made.key}/")
    assert notes(client, scan).json()["items"] == []
    assert client.get(f"/iiif/annotations/note/{made.key}").status_code == 404


@pytest.mark.parametrize("region", [(1300, 0, 10, 10), (0, 900, 10, 10), (0, 0, 0, 10), (1, 1, None, 5)])
def test_a_region_without_a_pixel_is_refused_in_words(client, scanned, archivist, region):
    _, scan = scanned
    client.force_login(archivist)
    sides = {
        side: "" if value is None else value for side, value in zip(("x", "y", "width", "height"), region, strict=True)
    }

    response = client.post(f"/desk/annotations/scan/{scan.key}/", {"motivation": "commenting", "text": "b", **sides})

    assert response.status_code == 200
    assert Annotation.objects.count() == 0


def test_annotations_follow_the_access_of_the_page(client, restricted, archivist, researcher, grant):
    file, scan = restricted
    made = actions.write(scan, by=archivist, at=timezone.now(), text="bí mật nhỏ")
    addresses = [f"/iiif/annotations/{scan.key}/notes", f"/iiif/annotations/note/{made.key}"]

    assert [client.get(address).status_code for address in addresses] == [401, 401]
    grant(file, researcher)
    client.force_login(researcher)
    allowed = client.get(addresses[0])
    assert (allowed.status_code, allowed["Cache-Control"]) == (200, "private, no-store")
    client.logout()
    opening.withdraw(file, reason="x", by=archivist, at=timezone.now())
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_readers_and_officers_do_not_annotate(client, scanned, researcher, officer):
    _, scan = scanned
    for person in (researcher, officer):
        client.force_login(person)
        assert client.post(
            f"/desk/annotations/scan/{scan.key}/", {"text": "x", "motivation": "commenting"}
        ).status_code in (302, 403)
    assert Annotation.objects.count() == 0
