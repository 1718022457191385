"""The image service over HTTP: right pixels, right refusals, nothing of a closed record."""

import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from catalog.records.actions import access as opening
from iiif import shelves
from iiif.service.tiles import TileRoute
from tests.conftest import picture
from tests.factories import make_record

TILE = "0,0,512,512/512,512/0/default.jpg"


def image_of(response) -> Image.Image:
    return Image.open(io.BytesIO(response.content))


def tile_route(path: str, **environ):
    """Ask the tile route; Django behind it is replaced by a mark, so that it is seen when it is asked."""
    answer = {}

    def start(status, headers):
        answer.update(status=status, headers=dict(headers))

    def django(environ, start_response):
        start_response("299 asked Django", [])
        return []

    body = b"".join(
        TileRoute(django)(
            {
                "PATH_INFO": path,
                "REQUEST_METHOD": "GET",
                "wsgi.url_scheme": "http",
                "HTTP_HOST": "testserver",
                **environ,
            },
            start,
        )
    )
    return answer["status"], answer["headers"], body


def test_info_tells_what_is_served(client, scanned):
    _, scan = scanned

    response = client.get(f"/iiif/3/{scan.key}/info.json", headers={"accept": "application/ld+json"})

    info = response.json()
    assert response["Content-Type"].startswith("application/ld+json")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (info["width"], info["height"], info["profile"]) == (1300, 900, "level2")
    assert info["id"] == f"http://testserver/iiif/3/{scan.key}"
    assert info["sizes"] == [{"width": 256, "height": 177}, {"width": 1024, "height": 709}]


@pytest.mark.parametrize(
    ("request_path", "size"),
    [
        ("full/max/0/default.jpg", (1300, 900)),
        ("full/256,177/0/default.jpg", (256, 177)),
        (TILE, (512, 512)),
        ("100,100,700,500/350,/0/default.png", (350, 250)),
        ("square/90,/0/gray.jpg", (90, 90)),
        ("full/400,/90/default.webp", (277, 400)),
        ("full/400,/!180/bitonal.png", (400, 277)),
        ("pct:50,50,50,50/^1300,/0/default.jpg", (1300, 900)),
    ],
)
def test_images_have_the_size_that_was_asked_for(client, scanned, request_path, size):
    _, scan = scanned

    response = client.get(f"/iiif/3/{scan.key}/{request_path}")

    assert response.status_code == 200
    assert image_of(response).size == size


def test_regions_show_the_right_part_of_the_master(client, record, take_in):
    master = Image.new("RGB", (1400, 1000), "white")
    master.paste((200, 30, 30), (700, 0, 1400, 500))
    master.paste((30, 30, 200), (0, 500, 700, 1000))
    out = io.BytesIO()
    master.save(out, "PNG")
    take_in(record, {"a.png": out.getvalue()})
    scan = record.scans.get()

    for region, colour in (
        ("720,20,600,400", (200, 30, 30)),
        ("20,520,600,400", (30, 30, 200)),
        ("20,20,600,400", (255, 255, 255)),
    ):
        pixel = image_of(client.get(f"/iiif/3/{scan.key}/{region}/60,/0/default.png")).convert("RGB").getpixel((30, 20))
        assert all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True)), region
    turned = image_of(client.get(f"/iiif/3/{scan.key}/full/140,/90/default.png")).convert("RGB")
    assert abs(turned.getpixel((90, 100))[0] - 200) < 12  # the red corner has gone to the lower right
    mirrored = image_of(client.get(f"/iiif/3/{scan.key}/full/140,/!0/default.png")).convert("RGB")
    assert abs(mirrored.getpixel((20, 20))[0] - 200) < 12


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("full/full/0/default.jpg", 400),
        ("full/2000,/0/default.jpg", 400),
        ("full/max/45/default.jpg", 501),
        ("x/max/0/default.jpg", 400),
        ("full/max/0/default.tif", 400),
        ("0,0,0,0/max/0/default.jpg", 400),
        ("full/^9999,/0/default.jpg", 400),
    ],
)
def test_wrong_requests_get_the_status_of_the_specification_and_cors(client, scanned, path, status):
    _, scan = scanned

    response = client.get(f"/iiif/3/{scan.key}/{path}")

    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "..%2f..%2fetc",
        "aaaaaaaaaa/full/max/0/default.jpg",
        "AAAAAAAAAA/info.json",
        "a%00b/info.json",
        "ilouilouil/info.json",
    ],
)
def test_keys_that_are_none_are_not_found(client, db, path):
    assert client.get(f"/iiif/3/{path}").status_code == 404


# -- the tile route --------------------------------------------------------------------------------


def test_a_ready_tile_of_an_open_scan_never_asks_django(scanned):
    _, scan = scanned

    status, headers, body = tile_route(f"/iiif/3/{scan.key}/{TILE}")

    assert status == "200 OK"
    assert Image.open(io.BytesIO(body)).size == (512, 512)
    assert headers["Cache-Control"] == "public, no-cache"
    assert f'<http://testserver/iiif/3/{scan.key}/{TILE}>;rel="canonical"' in headers["Link"]
    again, _, nothing = tile_route(f"/iiif/3/{scan.key}/{TILE}", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (again, nothing) == ("304 Not Modified", b"")


def test_every_announced_tile_is_in_the_pack_in_its_exact_size(client, scanned):
    _, scan = scanned
    info = client.get(f"/iiif/3/{scan.key}/info.json").json()

    for factor in info["tiles"][0]["scaleFactors"]:
        step = 512 * factor
        for y in range(0, scan.height, step):
            for x in range(0, scan.width, step):
                w, h = min(step, scan.width - x), min(step, scan.height - y)
                out = (-(-w // factor), -(-h // factor))
                region = "full" if (w, h) == (scan.width, scan.height) else f"{x},{y},{w},{h}"
                status, _, body = tile_route(f"/iiif/3/{scan.key}/{region}/{out[0]},{out[1]}/0/default.jpg")
                assert status == "200 OK", (region, out)
                assert Image.open(io.BytesIO(body)).size == out


def test_withdrawing_takes_the_tile_away_even_from_a_process_that_has_it_open(scanned, archivist, do_after_commit):
    file, scan = scanned
    path = f"/iiif/3/{scan.key}/{TILE}"
    assert tile_route(path)[0] == "200 OK"

    with do_after_commit():
        opening.withdraw(file, reason="mật", by=archivist, at=timezone.now())

    assert tile_route(path)[0] == "299 asked Django"
    assert not shelves.open_link(scan.key).exists()


def test_opening_again_brings_the_tile_back(scanned, archivist, do_after_commit):
    file, scan = scanned
    with do_after_commit():
        opening.withdraw(file.get_root(), reason="x", by=archivist, at=timezone.now())
    with do_after_commit():
        opening.publish(file.get_root(), by=archivist, at=timezone.now())

    assert tile_route(f"/iiif/3/{scan.key}/{TILE}")[0] == "200 OK"


def test_a_scan_taken_in_for_a_record_on_request_gets_no_link(record, take_in):
    file = make_record(record, access="on_request")
    take_in(file, {"a.jpg": picture()})

    assert not shelves.open_link(file.scans.get().key).exists()


# -- the gate --------------------------------------------------------------------------------------

FACES = ["full/max/0/default.jpg", TILE, "full/256,177/0/default.jpg", "0,0,9,9/max/90/gray.png"]


@pytest.fixture
def restricted(record, take_in):
    file = make_record(record, access="on_request")
    take_in(file, {"a.jpg": picture()})
    return file, file.scans.get()


@pytest.mark.parametrize("face", FACES)
def test_tiles_on_request_never_leave_without_a_grant(
    client, restricted, researcher, other_researcher, archivist, face
):
    file, scan = restricted
    path = f"/iiif/3/{scan.key}/{face}"
    now = timezone.now()

    assert client.get(path).status_code == 401
    client.force_login(researcher)
    assert client.get(path).status_code == 403
    opening.grant(record=file, reader=researcher, by=archivist, starts_at=now, ends_at=now + timedelta(days=1))
    granted = client.get(path)
    assert granted.status_code == 200
    assert granted["Cache-Control"] == "private, no-store"
    client.force_login(other_researcher)
    assert client.get(path).status_code == 403


def test_a_grant_that_has_ended_closes_the_viewer(client, restricted, researcher, archivist):
    file, scan = restricted
    now = timezone.now()
    opening.grant(
        record=file,
        reader=researcher,
        by=archivist,
        starts_at=now - timedelta(days=2),
        ends_at=now - timedelta(seconds=1),
    )
    client.force_login(researcher)

    assert client.get(f"/iiif/3/{scan.key}/{TILE}").status_code == 403


def test_info_of_a_scan_on_request_is_known_but_not_shared_by_caches(client, restricted):
    _, scan = restricted

    response = client.get(f"/iiif/3/{scan.key}/info.json")

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("face", ["", "/info.json", *(f"/{face}" for face in FACES)])
def test_a_closed_scan_answers_as_one_that_never_was(client, scanned, archivist, do_after_commit, face):
    file, scan = scanned
    with do_after_commit():
        opening.withdraw(file, reason="x", by=archivist, at=timezone.now())

    closed = client.get(f"/iiif/3/{scan.key}{face}")
    never = client.get(f"/iiif/3/0000000000{face}")

    assert (closed.status_code, never.status_code) == (404, 404)
    assert _comparable(closed, scan.key) == _comparable(never, "0000000000")


def _comparable(response, key: str):
    import re

    body = re.sub(rb'nonce="[^"]+"', b"", response.content).replace(key.encode(), b"KEY")
    body = re.sub(rb'csrfmiddlewaretoken" value="[^"]+"', b"", body)
    headers = {k: v for k, v in response.headers.items() if k != "Content-Security-Policy"}
    return body, headers


def test_an_etag_does_not_tell_of_a_closed_scan(client, scanned, archivist, do_after_commit):
    file, scan = scanned
    etag = tile_route(f"/iiif/3/{scan.key}/{TILE}")[1]["ETag"]
    with do_after_commit():
        opening.withdraw(file, reason="x", by=archivist, at=timezone.now())

    response = client.get(f"/iiif/3/{scan.key}/{TILE}", headers={"if-none-match": etag})

    assert response.status_code == 404


def test_the_desk_sees_what_readers_do_not(client, restricted, archivist):
    _, scan = restricted
    client.force_login(archivist)

    assert client.get(f"/iiif/3/{scan.key}/{TILE}").status_code == 200


def test_json_never_says_where_files_lie(client, scanned):
    _, scan = scanned

    assert "/tmp" not in json.dumps(client.get(f"/iiif/3/{scan.key}/info.json").json())


def test_the_operator_may_let_open_tiles_live_for_a_while_and_only_those(scanned, restricted, settings, client):
    settings.IIIF_OPEN_SECONDS = 600

    rule = tile_route(f"/iiif/3/{scanned[1].key}/{TILE}")[1]["Cache-Control"]

    assert rule == "public, max-age=600"
    assert client.get(f"/iiif/3/{scanned[1].key}/info.json")["Cache-Control"] == "public, max-age=600"
    assert client.get(f"/iiif/3/{restricted[1].key}/info.json")["Cache-Control"] == "private, no-store"
