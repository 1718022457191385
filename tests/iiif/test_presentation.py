"""Manifests and collections of the sample archive and of small trees: valid, resolving, silent about what is closed."""

import json
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from PIL import Image

from catalog.models import Record
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from iiif.presentation import collections
from tests import samples
from tests.conftest import picture
from tests.factories import make_record

VERSION_2 = 'application/ld+json;profile="http://iiif.io/api/presentation/2/context.json"'


def get(client, address: str, **headers) -> dict:
    response = client.get(address.removeprefix("http://testserver"), headers=headers)
    assert response.status_code == 200, address
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


@pytest.fixture
def schema():
    return samples.presentation_schema()


def errors(schema, document) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in schema.iter_errors(document)]


@pytest.fixture
def tree(record, take_in, tmp_path):
    """A fonds with a series; in it a file of its own page and two items, and a closed third item."""
    series = make_record(record, title="Nhóm", level="series", reference_code="PT.N")
    file = make_record(
        series,
        title="Hồ sơ đất",
        title_en="Land file",
        reference_code="PT.N.1",
        date_edtf="1932-05",
        date_text="5/1932",
        scope_content="Đơn và bản đồ.",
        rights="http://creativecommons.org/publicdomain/mark/1.0/",
        page_layout="paged",
        page_direction="right-to-left",
    )
    items = [
        make_record(file, title=f"Văn bản {n}", level="item", reference_code=f"PT.N.1.{n}", access=access)
        for n, access in ((1, "open"), (2, "open"), (3, "closed"))
    ]
    for number, each in enumerate([file, *items]):
        take_in(each, {"a.jpg": picture((700, 500), text=f"{number}")}, folder=tmp_path / str(number))
    return record, series, file, items


def manifest_of(client, record, **headers) -> dict:
    return get(client, f"/iiif/presentation/3/{record.key}/manifest", **headers)


def test_a_file_is_one_document_with_its_items_as_ranges(client, tree, schema):
    _, _, file, items = tree

    document = manifest_of(client, file)

    assert errors(schema, document) == []
    assert len(document["items"]) == 3  # the closed item is not there
    labels = [part["label"]["vi"][0] for part in document["structures"][0]["items"]]
    assert labels == ["Hồ sơ đất", "Văn bản 1", "Văn bản 2"]
    assert "Văn bản 3" not in json.dumps(document, ensure_ascii=False)
    assert items[2].key not in json.dumps(document)
    canvases = {canvas["id"] for canvas in document["items"]}
    assert {c["id"] for part in document["structures"][0]["items"] for c in part["items"]} == canvases
    assert (document["behavior"], document["viewingDirection"]) == (["paged"], "right-to-left")
    assert document["rights"] == "http://creativecommons.org/publicdomain/mark/1.0/"
    assert document["navDate"] == "1932-05-01T00:00:00Z"
    assert document["placeholderCanvas"]["type"] == "Canvas"


def test_everything_that_a_manifest_names_is_there(client, tree):
    _, _, file, _ = tree
    document = manifest_of(client, file)

    for link in [*document["seeAlso"], *document["rendering"], *document["homepage"]]:
        response = client.get(link["id"].removeprefix("http://testserver"))
        assert response.status_code == 200, link["id"]
        assert response["Content-Type"].startswith(link["format"]), link
        b"".join(response.streaming_content) if response.streaming else response.content
    for canvas in document["items"]:
        alone = get(client, canvas["id"])
        assert (alone["id"], alone["width"]) == (canvas["id"], canvas["width"])
        body = canvas["items"][0]["items"][0]["body"]
        for image in (body, canvas["thumbnail"][0]):
            response = client.get(image["id"].removeprefix("http://testserver"))
            assert Image.open(BytesIO(response.content)).size == (image["width"], image["height"])


def test_identifiers_stay_when_a_record_is_moved_or_coded_anew(client, tree, archivist):
    fonds, _, file, _ = tree
    before = manifest_of(client, file)

    describing.describe(file, by=archivist, at=timezone.now(), reference_code="MOI.1")
    describing.move(Record.objects.get(pk=file.pk), under=fonds, by=archivist, at=timezone.now())

    after = manifest_of(client, file)
    assert after["id"] == before["id"]
    assert [c["id"] for c in after["items"]] == [c["id"] for c in before["items"]]


def test_collections_lead_from_all_fonds_down_to_every_manifest(client, tree, schema):
    _, _, file, _ = tree
    seen, waiting = [], ["http://testserver/iiif/presentation/3/collection"]
    while waiting:
        document = get(client, waiting.pop())
        assert errors(schema, document) == []
        for member in document["items"]:
            seen.append(member["id"])
            if member["type"] == "Collection":
                waiting.append(member["id"])
            else:
                assert get(client, member["id"])["id"] == member["id"]

    assert f"http://testserver/iiif/presentation/3/{file.key}/manifest" in seen


def test_a_file_without_pages_for_this_reader_is_in_no_collection(client, tree, archivist):
    _, series, _, _ = tree
    bare = make_record(series, title="Chưa số hóa", reference_code="PT.N.2")
    hidden = make_record(series, title="Chỉ có phần kín", reference_code="PT.N.3")
    inside = make_record(hidden, level="item", access="closed")
    inside.scans.create(order=1, width=10, height=10, sha512="0" * 128, master_name="x", master_path="x")

    listed = json.dumps(get(client, f"/iiif/presentation/3/{series.key}/collection"))

    assert bare.key not in listed
    assert hidden.key not in listed
    assert client.get(f"/iiif/presentation/3/{hidden.key}/manifest").status_code == 404


def test_a_long_collection_is_cut_into_parts_that_keep_their_addresses(client, record, schema, monkeypatch):
    monkeypatch.setattr(collections, "PART", 3)
    for number in range(7):
        make_record(record, title=f"Nhóm {number}", level="series")
    address = f"/iiif/presentation/3/{record.key}/collection"

    whole = get(client, address)
    parts = [get(client, part["id"]) for part in whole["items"]]

    assert errors(schema, whole) == []
    assert [len(part["items"]) for part in parts] == [3, 3, 1]
    assert parts[1]["id"].endswith("/collection/2")
    assert parts[1]["label"] == {"vi": ["Phông thử (phần 2)"]}
    assert errors(schema, parts[1]) == []
    assert client.get(f"{address}/4").status_code == 404
    assert client.get(f"{address}/0").status_code == 404


def test_a_closed_record_has_no_document_of_any_kind(client, tree, archivist):
    fonds, series, file, items = tree
    opening.withdraw(fonds, reason="x", by=archivist, at=timezone.now())

    for address in (
        f"3/{file.key}/manifest",
        f"2/{file.key}/manifest",
        f"3/{series.key}/collection",
        f"2/{series.key}/collection",
        f"3/{items[0].key}/canvas/{items[0].scans.get().key}",
    ):
        assert client.get(f"/iiif/presentation/{address}").status_code == 404, address
    assert fonds.key not in json.dumps(get(client, "/iiif/presentation/3/collection"))


def test_tools_that_know_version_2_only_get_it(client, tree):
    _, series, file, _ = tree

    by_header = manifest_of(client, file, accept=VERSION_2)
    by_address = get(client, f"/iiif/presentation/2/{file.key}/manifest")

    assert by_header == by_address
    assert by_header["@type"] == "sc:Manifest"
    canvas = by_header["sequences"][0]["canvases"][0]
    service = canvas["images"][0]["resource"]["service"]
    info = get(client, service["@id"] + "/info.json")
    assert (info["@id"], info["width"], info["height"]) == (
        service["@id"],
        canvas["width"],
        canvas["height"],
    )
    assert client.get(canvas["thumbnail"]["@id"].removeprefix("http://testserver")).status_code == 200
    listed = get(client, f"/iiif/presentation/2/{series.key}/collection")
    assert [member["@type"] for member in listed["members"]] == ["sc:Manifest"]
    assert get(client, listed["members"][0]["@id"])["@id"] == listed["members"][0]["@id"]


def test_a_thousand_pages_cost_three_queries_and_none_when_asked_again(client, record, django_assert_max_num_queries):
    from catalog.models import Scan

    file = make_record(record, title="Sổ lớn")
    Scan.objects.bulk_create(
        Scan(
            record=file,
            order=n,
            width=2480,
            height=3508,
            sha512=f"{n:0128}",
            master_name="x",
            master_path="x",
        )
        for n in range(1, 1001)
    )
    get(client, "/iiif/presentation/3/collection")  # the archive's name is known from here on

    with django_assert_max_num_queries(3):
        first = client.get(f"/iiif/presentation/3/{file.key}/manifest")
    with django_assert_max_num_queries(2):
        again = client.get(f"/iiif/presentation/3/{file.key}/manifest")

    assert len(first.json()["items"]) == 1000
    assert again.content == first.content
    unchanged = client.get(f"/iiif/presentation/3/{file.key}/manifest", headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_what_is_kept_ready_follows_every_change(client, tree, archivist):
    _, _, file, items = tree
    assert len(manifest_of(client, file)["items"]) == 3

    describing.describe(items[0], by=archivist, at=timezone.now(), title="Tên mới")
    assert "Tên mới" in json.dumps(manifest_of(client, file), ensure_ascii=False)
    opening.withdraw(items[1], reason="x", by=archivist, at=timezone.now())
    assert len(manifest_of(client, file)["items"]) == 2
    opening.withdraw(Record.objects.get(pk=file.pk), reason="x", by=archivist, at=timezone.now())
    assert client.get(f"/iiif/presentation/3/{file.key}/manifest").status_code == 404


def test_a_restricted_document_names_its_services_and_shows_no_picture(client, restricted, schema):
    file, scan = restricted

    document = manifest_of(client, file)

    assert errors(schema, document) == []
    assert document["@context"] == [
        "http://iiif.io/api/auth/2/context.json",
        "http://iiif.io/api/presentation/3/context.json",
    ]
    assert "thumbnail" not in document
    assert "rendering" not in document
    service = document["items"][0]["items"][0]["items"][0]["body"]["service"][0]
    assert [each.get("type", each.get("@type")) for each in service["service"]] == [
        "AuthProbeService2",
        "AuthCookieService1",
    ]
    assert client.get(f"/iiif/rendering/{file.key}.pdf").status_code == 404
    assert client.get(f"/iiif/reduced/{scan.key}.jpg").status_code == 404


def test_small_pictures_are_shown_where_the_archive_allows_it(client, restricted, archivist):
    file, scan = restricted
    opening.reclassify(file, to="on_request", reason="x", by=archivist, at=timezone.now(), preview_open=True)

    document = manifest_of(client, file)

    small = client.get(document["thumbnail"][0]["id"].removeprefix("http://testserver"))
    assert small.status_code == 200
    assert small["Cache-Control"] == "private, no-store"
    assert client.get(f"/iiif/3/{scan.key}/full/256,177/0/default.jpg").status_code == 401
    describing.describe(Record.objects.get(pk=file.pk), by=archivist, at=timezone.now(), public_title="Hồ sơ")
    assert client.get(f"/iiif/reduced/{scan.key}.jpg").status_code == 404


def test_the_pdf_has_every_page_in_its_shape(client, tree):
    import pypdfium2

    _, _, file, _ = tree

    response = client.get(f"/iiif/rendering/{file.key}.pdf")

    document = pypdfium2.PdfDocument(b"".join(response.streaming_content))
    assert len(document) == 3
    width, height = document[0].get_size()
    assert abs(width / height - 700 / 500) < 0.01
    assert document[0].render(scale=1).to_pil().getcolors(5_000_000) is not None


def test_members_of_a_collection_are_those_of_the_reader(tree, archivist):
    fonds, series, file, _ = tree
    assert list(collections.members(series, AnonymousUser())) == [file]
    opening.withdraw(series, reason="x", by=archivist, at=timezone.now())
    assert list(collections.members(fonds, AnonymousUser())) == []
    assert list(collections.members(fonds, archivist)) == [series]


def test_records_that_change_places_leave_nothing_behind(client, record, take_in, tmp_path, archivist):
    """Two records of like versions are exchanged between readings: the manifest follows."""
    closed = describing.create(parent=None, by=None, at=timezone.now(), title="Kín", level="fonds", access="closed")
    file = make_record(record, title="Hồ sơ")
    first, second = (make_record(record, level="item", title=title) for title in ("Văn bản X", "Văn bản Y"))
    for number, each in enumerate((file, first, second)):
        take_in(each, {"a.jpg": picture((300, 200), text=str(number))}, folder=tmp_path / str(number))
    now = timezone.now()
    describing.move(Record.objects.get(pk=first.pk), under=Record.objects.get(pk=file.pk), by=archivist, at=now)
    before = client.get(f"/iiif/presentation/3/{file.key}/manifest")
    assert "Văn bản X" in before.content.decode()
    describing.move(
        Record.objects.get(pk=first.pk),
        under=Record.objects.get(pk=closed.pk),
        by=archivist,
        at=now,
    )
    describing.move(Record.objects.get(pk=second.pk), under=Record.objects.get(pk=file.pk), by=archivist, at=now)

    after = client.get(f"/iiif/presentation/3/{file.key}/manifest", headers={"if-none-match": before["ETag"]})

    assert after.status_code == 200
    assert "Văn bản X" not in after.content.decode()


def test_an_edit_of_a_closed_item_shows_nowhere(client, tree, archivist, do_after_commit):
    from iiif.models import Activity

    _, _, file, items = tree
    with do_after_commit():
        describing.describe(items[0], by=archivist, at=timezone.now(), note="x")
    before, told = client.get(f"/iiif/presentation/3/{file.key}/manifest"), Activity.objects.count()

    with do_after_commit():
        describing.describe(items[2], by=archivist, at=timezone.now(), title="Kín hơn nữa")

    assert client.get(f"/iiif/presentation/3/{file.key}/manifest")["ETag"] == before["ETag"]
    assert Activity.objects.count() == told


def test_grants_of_many_items_are_asked_in_one_query(
    client, record, take_in, tmp_path, researcher, grant, django_assert_max_num_queries
):
    file = make_record(record, title="Hồ sơ")
    for number in range(12):
        item = make_record(file, level="item", title=f"{number}", access="on_request")
        item.scans.create(order=1, width=10, height=10, sha512=f"{number:0128}", master_name="x", master_path="x")
    grant(file, researcher)
    client.force_login(researcher)
    client.get("/iiif/presentation/3/collection")

    with django_assert_max_num_queries(11):
        document = client.get(f"/iiif/presentation/3/{file.key}/manifest").json()

    assert len(document["items"]) == 12
