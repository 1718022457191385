"""Manifests: valid by the official schema, loadable by iiif-prezi3 unchanged, silent about what is closed."""

import json

import pytest
from django.utils import timezone
from iiif_prezi3 import Manifest

from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from tests import samples
from tests.conftest import picture
from tests.factories import make_record


@pytest.fixture
def many(record, take_in):
    file = make_record(
        record,
        title="Sổ bộ",
        title_en="Register",
        reference_code="S.1",
        date_edtf="1932",
        date_text="1932",
        extent="3 tờ",
    )
    take_in(file, {f"{n}.jpg": picture((400 + n, 300), text=str(n)) for n in range(3)})
    return file


def fetch(client, record) -> dict:
    response = client.get(f"/iiif/presentation/3/{record.key}/manifest")
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def test_a_manifest_is_valid_by_the_official_schema(client, many):
    schema = samples.presentation_schema()

    errors = [error.message for error in schema.iter_errors(fetch(client, many))]

    assert errors == []


def test_the_vocabulary_loads_it_and_gives_the_same_back(client, many):
    document = fetch(client, many)

    loaded = json.loads(Manifest(**{k: v for k, v in document.items() if k != "@context"}).json())

    loaded.pop("@context", None)
    document.pop("@context")
    assert loaded == document


def test_canvases_are_as_large_as_their_images_and_in_order(client, many):
    document = fetch(client, many)

    assert [canvas["width"] for canvas in document["items"]] == [400, 401, 402]
    assert document["label"] == {"vi": ["Sổ bộ"], "en": ["Register"]}
    for canvas in document["items"]:
        service = canvas["items"][0]["items"][0]["body"]["service"][0]["id"]
        info = client.get(service.removeprefix("http://testserver") + "/info.json").json()
        assert (info["id"], info["width"], info["height"]) == (
            service,
            canvas["width"],
            canvas["height"],
        )
        assert client.get(canvas["thumbnail"][0]["id"].removeprefix("http://testserver")).status_code == 200


def test_a_manifest_costs_few_queries_however_many_pages(client, many, take_in, django_assert_max_num_queries):
    take_in(many, {f"more{n}.jpg": picture((200, 100), text=str(n)) for n in range(12)})

    with django_assert_max_num_queries(8):
        fetch(client, many)


def test_a_closed_record_or_one_without_scans_has_no_manifest(client, many, archivist):
    bare = make_record(many)
    assert client.get(f"/iiif/presentation/3/{bare.key}/manifest").status_code == 404

    opening.withdraw(many, reason="x", by=archivist, at=timezone.now())

    assert client.get(f"/iiif/presentation/3/{many.key}/manifest").status_code == 404


def test_a_guarded_title_stays_out_of_the_manifest(client, many, archivist):
    describing.describe(many, by=archivist, at=timezone.now(), public_title="Hồ sơ cán bộ")
    opening.reclassify(many, to="on_request", reason="riêng tư", by=archivist, at=timezone.now())

    response = client.get(f"/iiif/presentation/3/{many.key}/manifest")

    assert "Sổ bộ" not in response.content.decode()
    assert "Register" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
