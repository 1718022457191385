"""Change Discovery 1.0: what harvesters are told, in order, once, and never of what was not public."""

import json

import pytest
from django.db import transaction
from django.utils import timezone

from catalog.models import Record
from catalog.records.actions import access as opening
from catalog.records.actions import describing
from catalog.records.actions import scans as attaching
from iiif.discovery import views
from iiif.models import Activity
from tests.conftest import picture
from tests.factories import make_record


def stream(client) -> dict:
    return client.get("/iiif/discovery/all-changes").json()


def told(client) -> list[tuple[str, str, str]]:
    """All activities as a harvester reads them: from the last page back to the first, then in order."""
    found, address = [], stream(client)["last"]["id"]
    while address:
        page = client.get(address.removeprefix("http://testserver")).json()
        found = page["orderedItems"] + found
        address = page.get("prev", {}).get("id")
    return [(each["type"], each["object"]["type"], each["object"]["id"].split("/")[-2]) for each in found]


def of(client, record) -> list[str]:
    return [kind for kind, _, key in told(client) if key == record.key]


@pytest.fixture
def file(record, take_in, do_after_commit):
    file = make_record(record, title="Hồ sơ")
    with do_after_commit():
        take_in(file, {f"{n}.jpg": picture((300, 200), text=str(n)) for n in range(3)})
    return file


def test_many_pages_of_one_file_are_told_once(client, file):
    assert of(client, file) == ["Create"]


def test_an_edit_is_told_and_an_item_is_told_with_its_file(client, file, archivist, take_in, tmp_path, do_after_commit):
    with do_after_commit():
        describing.describe(file, by=archivist, at=timezone.now(), title="Khác")
    item = make_record(file, level="item")
    with do_after_commit():
        take_in(item, {"a.jpg": picture()}, folder=tmp_path / "item")

    assert of(client, file) == ["Create", "Update", "Update"]
    assert of(client, item) == ["Create"]


def test_withdrawing_is_told_in_the_same_moment_and_opening_anew_too(client, file, archivist):
    opening.withdraw(file, reason="x", by=archivist, at=timezone.now())
    assert of(client, file) == ["Create", "Delete"]
    opening.withdraw(Record.objects.get(pk=file.pk), reason="y", by=archivist, at=timezone.now())
    assert of(client, file) == ["Create", "Delete"]
    opening.publish(Record.objects.get(pk=file.pk), by=archivist, at=timezone.now())
    assert of(client, file) == ["Create", "Delete", "Create"]


def test_a_withdrawal_that_fails_tells_nothing(client, file, archivist):
    with transaction.atomic():
        opening.withdraw(file, reason="x", by=archivist, at=timezone.now())
        transaction.set_rollback(True)

    assert of(client, file) == ["Create"]


def test_what_was_never_public_is_never_named(client, record, take_in, archivist, do_after_commit):
    shut = make_record(record, access="closed", title="Kín")
    with do_after_commit():
        take_in(shut, {"a.jpg": picture()})
        describing.describe(shut, by=archivist, at=timezone.now(), title="Kín hơn")
    opening.reclassify(shut, to="closed", reason="x", by=archivist, at=timezone.now())

    everything = json.dumps([client.get(f"/iiif/discovery/page-{n}").json() for n in (1,)])

    assert shut.key not in everything


def test_a_whole_fonds_goes_with_everything_in_it(client, record, file, archivist):
    opening.publish(record, by=archivist, at=timezone.now())  # told as a collection from here on
    opening.withdraw(Record.objects.get(pk=record.pk), reason="x", by=archivist, at=timezone.now())

    assert of(client, record)[0] == "Create"
    assert of(client, record)[-1] == "Delete"
    assert of(client, file)[-1] == "Delete"


def test_a_document_that_becomes_a_collection_has_moved(client, file, archivist, do_after_commit):
    for scan in file.scans.all():
        attaching.detach(scan, by=archivist, at=timezone.now())
    with do_after_commit():
        describing.describe(file, by=archivist, at=timezone.now(), level="series")

    last = client.get("/iiif/discovery/page-1").json()["orderedItems"][-1]
    assert (last["type"], last["object"]["type"], last["target"]["type"]) == (
        "Move",
        "Manifest",
        "Collection",
    )
    assert last["target"]["id"].endswith(f"/{file.key}/collection")
    assert of(client, file) == ["Create", "Move"]


def test_pages_lead_to_one_another_and_a_full_one_never_changes(client, monkeypatch, db):
    monkeypatch.setattr(views, "A_PAGE", 4)
    now = timezone.now()

    def add(count):
        Activity.objects.bulk_create(
            Activity(kind="Update", object_key="0000000000", object_type="Manifest", at=now) for _ in range(count)
        )

    add(9)
    first = client.get("/iiif/discovery/page-1")
    second = client.get("/iiif/discovery/page-2").json()
    assert stream(client)["totalItems"] == 9
    assert "prev" not in first.json()
    assert second["prev"]["id"] == first.json()["id"]
    assert second["startIndex"] == 4
    assert second["next"]["id"].endswith("page-3")
    assert first.json()["partOf"]["id"] == stream(client)["id"]
    add(3)
    assert client.get("/iiif/discovery/page-1").content == first.content
    assert len(told(client)) == 12
    one = second["orderedItems"][0]
    alone = client.get(one["id"].removeprefix("http://testserver")).json()
    assert alone["endTime"] == one["endTime"]
    for wrong in ("page-0", "page-4", "page-x", "activity/999999", "other"):
        assert client.get(f"/iiif/discovery/{wrong}").status_code == 404


def test_an_empty_archive_has_an_empty_stream(client, db):
    assert stream(client)["totalItems"] == 0
    assert client.get("/iiif/discovery/page-1").json()["orderedItems"] == []
