"""Access copies behind S3, against a real S3 server over HTTP: the same tiles, the same withdrawal, plain words when it is away."""

import io
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3
import pytest
from django.conf import settings as installed
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.models import Scan
from catalog.records.actions.access import withdraw
from iiif import shelves
from iiif.image import buckets
from iiif.image.packs import Pack
from iiif.models import Damage
from tests.conftest import picture
from tests.iiif.test_image_service import TILE, tile_route

# they share one server
pytestmark = pytest.mark.xdist_group("store")
TURNED = "100,50,700,600/350,300/90/gray.png"


class Store:
    """An S3 server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "s3.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-p", str(self.port)], stdout=log, stderr=log
            )
        end = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(self.address, timeout=2).close()
                break
            except OSError:
                assert time.monotonic() < end, self.log.read_text()
                time.sleep(0.1)
        self.client = boto3.client("s3", endpoint_url=self.address, region_name="us-east-1")
        self.client.create_bucket(Bucket="copies")

    def objects(self) -> list[str]:
        return [row["Key"] for row in self.client.list_objects_v2(Bucket="copies").get("Contents", [])]

    def parts_read(self) -> int:
        """How many range requests it has answered: each is written to its log with status 206."""
        return self.log.read_text().count('" 206 ')

    def empty(self) -> None:
        for name in self.objects():
            self.client.delete_object(Bucket="copies", Key=name)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def kept_store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        store = Store(tmp_path_factory.mktemp("s3"))
        yield store
        store.stop()


@pytest.fixture
def store(kept_store, settings):
    """The server with an empty bucket."""
    settings.IIIF_COPIES_BUCKET, settings.IIIF_COPIES_ENDPOINT = "copies", kept_store.address
    buckets._client.cache_clear()
    yield kept_store
    kept_store.empty()
    buckets._client.cache_clear()


@pytest.fixture
def store_that_goes(kept_store, store, tmp_path, settings):
    """A server of this test's own, which may be stopped."""
    going = Store(tmp_path)
    settings.IIIF_COPIES_ENDPOINT = going.address
    buckets._client.cache_clear()
    yield going
    going.stop()


def read(client, scan, face: str) -> bytes:
    response = client.get(f"/iiif/3/{scan.key}/{face}")
    assert response.status_code == 200, response.content
    return response.content


def test_a_tile_is_one_range_request_with_the_bytes_that_a_file_would_give(store, scanned, tmp_path):
    _, scan = scanned
    card = shelves.pack_path(scan)
    [name] = store.objects()
    whole = tmp_path / "whole.zip"
    store.client.download_file("copies", name, str(whole))
    file = Pack(whole)
    assert card.stat().st_size < 4096 < whole.stat().st_size
    assert Pack(card).entries == file.entries

    for face in file.entries:
        before = store.parts_read()
        status, headers, body = tile_route(f"/iiif/3/{scan.key}/{face}")
        assert (status, body) == ("200 OK", file.get(face))
        assert headers["ETag"] == file.entries[face].etag
        assert store.parts_read() == before + 1


def test_what_the_reader_has_already_is_confirmed_without_asking_the_store(store_that_goes, scanned):
    _, scan = scanned
    _, headers, _ = tile_route(f"/iiif/3/{scan.key}/{TILE}")
    store_that_goes.stop()

    status, _, _ = tile_route(f"/iiif/3/{scan.key}/{TILE}", HTTP_IF_NONE_MATCH=headers["ETag"])

    assert status == "304 Not Modified"


def test_regions_and_documents_are_made_from_ranges(store, client, scanned, settings):
    file, scan = scanned
    from_store = read(client, scan, TURNED)
    document = client.get(f"/iiif/rendering/{file.key}.pdf")
    assert b"".join(document.streaming_content).startswith(b"%PDF")

    [name] = store.objects()
    settings.IIIF_COPIES_BUCKET = ""
    with io.BytesIO() as data:
        store.client.download_fileobj("copies", name, data)
        shelves.pack_path(scan).unlink()
        shelves.pack_path(scan).write_bytes(data.getvalue())
    assert read(client, scan, TURNED) == from_store


def test_a_withdrawn_scan_is_gone_at_the_next_request(store, client, scanned, archivist):
    file, scan = scanned
    withdraw(file, reason="Thử", by=archivist, at=timezone.now())

    assert tile_route(f"/iiif/3/{scan.key}/{TILE}")[0] == "299 asked Django"
    assert client.get(f"/iiif/3/{scan.key}/{TILE}").status_code == 404


def test_a_store_that_is_away_is_no_damage(store_that_goes, client, scanned, capsys):
    file, scan = scanned
    store_that_goes.stop()

    for path in (
        f"/iiif/3/{scan.key}/{TILE}",
        f"/iiif/3/{scan.key}/{TURNED}",
        f"/iiif/rendering/{file.key}.pdf",
    ):
        response = client.get(path)
        assert response.status_code == 503
        assert response["Retry-After"]
        assert "store" in response.content.decode()
    assert tile_route(f"/iiif/3/{scan.key}/{TILE}")[0] == "299 asked Django"
    with pytest.raises(CommandError, match="does not answer"):
        call_command("check_scans")
    assert not Damage.objects.exists()


def lose(store, name):
    store.client.delete_object(Bucket="copies", Key=name)


def exchange(store, name):
    """Another object under the same name, as long as the first."""
    size = store.client.head_object(Bucket="copies", Key=name)["ContentLength"]
    store.client.put_object(Bucket="copies", Key=name, Body=b"\0" * size)


def spoil_card(store, name):
    card = shelves.pack_path(Scan.objects.get())
    card.write_bytes(card.read_bytes()[:-9])


@pytest.mark.parametrize(
    ("deed", "kind"),
    [(lose, "copy-missing"), (exchange, "copy-broken"), (spoil_card, "copy-broken")],
)
def test_damage_in_the_store_is_answered_and_written_down(store, client, scanned, capsys, deed, kind):
    _, scan = scanned
    call_command("check_scans")
    assert "Nothing is damaged" in capsys.readouterr().out
    deed(store, store.objects()[0])

    for face in (TILE, TURNED):
        response = client.get(f"/iiif/3/{scan.key}/{face}")
        assert response.status_code == 503
    assert Damage.objects.get().kind == kind
    with pytest.raises(CommandError, match="1 damaged"):
        call_command("check_scans")
    assert Damage.objects.get().kind == kind


def test_an_ingest_without_its_store_stops_in_words_and_is_run_again(store, record, tmp_path, settings):
    folder = tmp_path / "PT"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(picture())
    settings.IIIF_COPIES_BUCKET = "nobody-made-this-bucket"
    with pytest.raises(CommandError, match="Nothing is lost"):
        call_command("ingest_scans", str(folder), "--record", record.key)
    assert not record.scans.exists()
    assert [path for path in Path(installed.IIIF_COPIES).rglob("*") if path.is_file()] == []

    settings.IIIF_COPIES_BUCKET = "copies"
    call_command("ingest_scans", str(folder), "--record", record.key)
    call_command("ingest_scans", str(folder), "--record", record.key)

    assert record.scans.count() == len(store.objects()) == 1


def test_an_upload_waits_for_the_store(store_that_goes, client, record, archivist):
    store_that_goes.stop()
    client.force_login(archivist)
    upload = io.BytesIO(picture((300, 200)))
    upload.name = "a.jpg"

    page = client.post(f"/desk/scans/record/{record.key}/", {"files": upload}, follow=True)

    assert page.status_code == 200
    assert len([path for path in Path(installed.IIIF_INCOMING).rglob("*") if path.is_file()]) == 1


def test_copies_move_from_the_folder_to_the_bucket_and_go_on_being_served(
    store, client, record, take_in, settings, capsys
):
    settings.IIIF_COPIES_BUCKET = ""
    take_in(record, {"1.jpg": picture(text="1"), "2.jpg": picture(text="2")})
    first, second = record.scans.order_by("order")
    before = [read(client, scan, face) for scan in (first, second) for face in (TILE, TURNED)]
    with pytest.raises(CommandError, match="names no bucket"):
        call_command("move_copies")
    settings.IIIF_COPIES_BUCKET = "copies"
    shelves.pack_path(second).rename(shelves.pack_path(second).with_suffix(".away"))
    call_command("move_copies")
    shelves.pack_path(second).with_suffix(".away").rename(shelves.pack_path(second))

    call_command("move_copies")

    assert capsys.readouterr().out.splitlines() == [
        "1 moved, 0 were there already.",
        "1 moved, 1 were there already.",
    ]
    assert len(store.objects()) == 2
    assert [read(client, scan, face) for scan in (first, second) for face in (TILE, TURNED)] == before
    assert tile_route(f"/iiif/3/{first.key}/{TILE}")[2] == before[0]
