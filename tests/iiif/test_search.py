"""Content Search 2.0: hits on the right words, snippets, completions, and nothing from a page one may not see."""

import json
from urllib.parse import quote

import pytest
from django.utils import timezone

from catalog.records.actions import access as opening
from iiif.text import views
from tests.conftest import picture
from tests.factories import make_record
from tests.iiif.conftest import alto


def search(client, record, text: str, **more) -> dict:
    response = client.get(f"/iiif/search/2/{record.key}/search", {"q": text, **more})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def complete(client, record, text: str) -> list[str]:
    response = client.get(f"/iiif/search/2/{record.key}/autocomplete", {"q": text})
    return [term["value"] for term in response.json()["items"]]


def targets(document) -> list[str]:
    return [item["target"].rpartition("#xywh=")[2] for item in document["items"]]


def test_the_manifest_offers_the_search_and_the_text_of_its_pages(client, worded):
    document = client.get(f"/iiif/presentation/3/{worded.key}/manifest").json()

    service = document["service"][0]
    assert (service["type"], service["service"][0]["type"]) == (
        "SearchService2",
        "AutoCompleteService2",
    )
    assert client.get(service["id"].removeprefix("http://testserver") + "?q=uy").status_code == 200
    page = document["items"][0]["annotations"][0]["id"].removeprefix("http://testserver")
    lines = client.get(page).json()
    assert lines["items"][0]["body"]["value"] == "Ủy ban nhân dân tỉnh"
    assert lines["items"][0]["target"].endswith("#xywh=10,10,540,20")
    assert lines["items"][0]["target"].startswith(document["items"][0]["id"])


@pytest.mark.parametrize(
    ("asked", "boxes"),
    [
        ("uy ban", ["10,10,210,20", "10,40,210,20"]),
        ("Ủy ban", ["10,10,210,20"]),
        ("duong", ["340,40,100,20", "10,10,100,20"]),
        ("Nguyễn Huệ", ["450,40,100,20", "10,70,100,20"]),  # over the end of a line: one box a line
    ],
)
def test_hits_lie_on_the_words(client, worded, asked, boxes):
    assert targets(search(client, worded, asked)) == boxes


def test_a_hit_has_its_snippet(client, worded):
    document = search(client, worded, "sua duong")

    quote_ = document["annotations"][0]["items"][0]["target"][0]["selector"][0]
    assert quote_["exact"] == "sửa đường"
    assert quote_["prefix"].endswith("về việc ")
    assert quote_["suffix"].startswith(" Nguyễn Huệ")
    assert document["annotations"][0]["items"][0]["target"][0]["source"] == document["items"][0]["id"]
    assert document["partOf"]["total"] == 1


def test_words_that_nowhere_follow_one_another_are_found_on_the_page_that_has_all(client, worded):
    assert len(search(client, worded, "tinh thi xa")["items"]) == 3
    assert search(client, worded, "thi xa thang")["items"] == []
    assert search(client, worded, "")["items"] == []
    assert search(client, worded, "!!!")["items"] == []


def test_many_hits_come_in_pages_that_lead_to_one_another(client, worded, monkeypatch):
    monkeypatch.setattr(views, "HITS_A_PAGE", 1)

    first = search(client, worded, "duong")
    second = client.get(first["next"]["id"].removeprefix("http://testserver")).json()

    assert (first["startIndex"], second["startIndex"]) == (0, 1)
    assert first["partOf"]["total"] == 2
    assert second["prev"]["id"] == first["id"]
    assert targets(first) + targets(second) == ["340,40,100,20", "10,10,100,20"]
    path = f"/iiif/search/2/{worded.key}/search?q=duong&page="
    assert [client.get(path + page).status_code for page in ("3", "0", "x", "-1")] == [404] * 4


def test_parameters_that_are_not_used_are_said(client, worded):
    assert search(client, worded, "uy", user="x", date="y")["ignored"] == ["date", "user"]
    assert search(client, worded, "uy", motivation="commenting")["items"] == []


def test_completions_follow_what_was_typed(client, worded):
    assert "ủy ban nhân" in complete(client, worded, "uy b")
    assert "đường nguyễn" not in complete(client, worded, "đường s")
    assert "đường sá" in complete(client, worded, "đường s")
    assert complete(client, worded, "") == []
    assert complete(client, worded, "zzz") == []


def test_nothing_is_found_on_pages_that_the_reader_may_not_see(
    client, record, take_in, tmp_path, researcher, other_researcher, grant, archivist
):
    file = make_record(record, title="Hồ sơ")
    open_item = make_record(file, level="item", title="Mở")
    shut = make_record(file, level="item", title="Hạn chế", access="on_request")
    gone = make_record(file, level="item", title="Kín", access="closed")
    for item, word in ((open_item, "congkhai"), (shut, "hanche"), (gone, "tuyetmat")):
        take_in(
            item,
            {"1.jpg": picture(text=word), "1.xml": alto([f"chung {word}"])},
            folder=tmp_path / word,
        )

    def sees() -> list[str]:
        found = [word for word in ("congkhai", "hanche", "tuyetmat") if search(client, file, word)["items"]]
        everything = json.dumps(search(client, file, "chung")) + str(complete(client, file, "c"))
        for word in {"congkhai", "hanche", "tuyetmat"} - set(found):
            assert word not in everything
        terms = [word for word in ("congkhai", "hanche", "tuyetmat") if complete(client, file, word[:3])]
        assert terms == found
        return found

    assert sees() == ["congkhai"]
    assert client.get(f"/iiif/annotations/{shut.scans.get().key}/text").status_code == 401
    assert client.get(f"/iiif/annotations/{gone.scans.get().key}/text").status_code == 404
    assert client.get(f"/iiif/search/2/{gone.key}/search?q=tuyetmat").status_code == 404
    assert client.get(f"/iiif/rendering/{file.key}.txt").status_code == 404
    grant(shut, researcher)
    client.force_login(researcher)
    assert sees() == ["congkhai", "hanche"]
    client.force_login(other_researcher)
    assert sees() == ["congkhai"]
    client.force_login(archivist)
    assert sees() == ["congkhai", "hanche", "tuyetmat"]


def test_withdrawing_ends_the_search(client, worded, archivist):
    opening.withdraw(worded, reason="x", by=archivist, at=timezone.now())

    for path in ("search?q=uy", "autocomplete?q=uy"):
        assert client.get(f"/iiif/search/2/{worded.key}/{path}").status_code == 404


def test_the_whole_text_can_be_taken_home(client, worded):
    response = client.get(f"/iiif/rendering/{worded.key}.txt")

    assert "Ủy ban nhân dân tỉnh" in response.content.decode()
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("text", ["%00", "a" * 5000, "'\"<script>", "\u202e", "(((", "."])
def test_strange_queries_are_answered(client, worded, text):
    response = client.get(f"/iiif/search/2/{worded.key}/search?q={quote(text)}")

    assert response.status_code == 200
    assert client.get(f"/iiif/search/2/{worded.key}/autocomplete?q={quote(text)}").status_code == 200
