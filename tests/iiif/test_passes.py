"""Passes: what the gate has allowed is served without asking again, and never a moment longer than it may."""

import os
import time

import pytest
from django.utils import timezone

from catalog.models import Record
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from catalog.records.actions import scans as attaching
from iiif import passes, shelves
from tests.conftest import picture
from tests.factories import make_record
from tests.iiif.test_image_service import TILE, tile_route


def open_viewer(client, scan) -> str:
    """What a viewer does first; returns the Cookie header that its tile requests carry."""
    client.get(f"/iiif/3/{scan.key}/info.json")
    return "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())


@pytest.fixture
def lent(client, restricted, grant, researcher):
    file, scan = restricted
    grant(file, researcher)
    client.force_login(researcher)
    return file, scan, open_viewer(client, scan)


def test_a_reader_with_a_grant_gets_tiles_without_django_and_no_cache_keeps_them(lent):
    _, scan, cookie = lent

    status, headers, body = tile_route(f"/iiif/3/{scan.key}/{TILE}", HTTP_COOKIE=cookie)

    assert status == "200 OK"
    assert body[:2] == b"\xff\xd8"
    assert headers["Cache-Control"] == "private, no-store"


def test_without_the_pass_or_with_one_that_was_touched_django_is_asked(lent):
    _, scan, cookie = lent
    path = f"/iiif/3/{scan.key}/{TILE}"
    token = cookie.partition(f"{passes.COOKIE}=")[2].partition(";")[0]
    key, epoch, reader, ends, seal = token.split(".")

    forged = [
        "",
        f"{key}.{epoch}.{reader}.{int(ends) + 900}.{seal}",
        f"{key}.{int(epoch) + 1}.{reader}.{ends}.{seal}",
        f"{key}.{epoch}.{reader}.{ends}.{seal[:-1]}{'0' if seal[-1] != '0' else '1'}",
        "....",
        "~~~",
        "é" * 9,
        "../../open." + token,
    ]
    for each in forged:
        status = tile_route(path, HTTP_COOKIE=f"{passes.COOKIE}={each}")[0]
        assert status == "299 asked Django", each


def test_a_pass_opens_its_own_record_alone(lent, record, take_in, tmp_path):
    _, _, cookie = lent
    other = make_record(record, access="on_request")
    take_in(other, {"b.jpg": picture(text="other")}, folder=tmp_path / "other")
    shelves.lend(Record.objects.get(pk=other.pk))

    assert tile_route(f"/iiif/3/{other.scans.get().key}/{TILE}", HTTP_COOKIE=cookie)[0] == "299 asked Django"


def withdraw(file, by):
    opening.withdraw(file, reason="mật", by=by, at=timezone.now())


def withdraw_above(file, by):
    opening.withdraw(file.get_root(), reason="mật", by=by, at=timezone.now())


def revoke(file, by):
    opening.revoke(file.grants.get(), by=by, at=timezone.now())


def move_under_closed(file, by):
    closed = describing.create(parent=None, by=by, at=timezone.now(), title="Kín", level="fonds", access="closed")
    describing.move(file, under=closed, by=by, at=timezone.now())


def take_a_page_away(file, by):
    attaching.detach(file.scans.first(), by=by, at=timezone.now())


@pytest.mark.parametrize("deed", [withdraw, withdraw_above, revoke, move_under_closed, take_a_page_away])
def test_whatever_takes_access_away_voids_the_pass_at_once(lent, archivist, deed):
    file, scan, cookie = lent
    path = f"/iiif/3/{scan.key}/{TILE}"
    assert tile_route(path, HTTP_COOKIE=cookie)[0] == "200 OK"

    deed(Record.objects.get(pk=file.pk), archivist)

    assert tile_route(path, HTTP_COOKIE=cookie)[0] == "299 asked Django"
    # the folder is not made anew for the old epoch, not even by one who still holds the old record
    assert not shelves.lend(file)


def test_a_pass_ends_by_the_clock(lent, monkeypatch):
    _, scan, cookie = lent
    later = time.time() + passes.SECONDS + 1
    monkeypatch.setattr(passes.time, "time", lambda: later)

    assert tile_route(f"/iiif/3/{scan.key}/{TILE}", HTTP_COOKIE=cookie)[0] == "299 asked Django"


def test_a_pass_never_outlives_the_grant(client, restricted, grant, researcher):
    file, scan = restricted
    given = grant(file, researcher, hours=20 / 3600)
    client.force_login(researcher)

    cookie = open_viewer(client, scan)

    token = cookie.partition(f"{passes.COOKIE}=")[2].partition(";")[0]
    assert int(token.split(".")[3]) <= given.ends_at.timestamp()


def test_strangers_staff_and_open_records_get_no_pass(client, restricted, scanned, archivist):
    _, scan = restricted
    assert passes.COOKIE not in open_viewer(client, scan)
    client.force_login(archivist)
    assert passes.COOKIE not in open_viewer(client, scan)
    assert passes.COOKIE not in open_viewer(client, scanned[1])


def test_a_page_that_comes_later_is_lent_with_the_next_pass(client, lent, take_in):
    file, _, _ = lent
    take_in(file, {"later.jpg": picture(text="later")})
    second = file.scans.get(order=2)

    cookie = open_viewer(client, second)

    assert tile_route(f"/iiif/3/{second.key}/{TILE}", HTTP_COOKIE=cookie)[0] == "200 OK"


def test_signing_out_takes_the_pass_back(client, lent):
    client.post("/account/logout/")

    assert client.cookies[passes.COOKIE].value == ""
    assert client.cookies[passes.COOKIE]["path"] == "/iiif/"


def test_a_pass_of_an_old_epoch_never_comes_back_however_often_the_record_opens(lent, archivist):
    file, scan, cookie = lent
    path = f"/iiif/3/{scan.key}/{TILE}"
    for _ in range(20):
        opening.withdraw(Record.objects.get(pk=file.pk), reason="x", by=archivist, at=timezone.now())
        assert tile_route(path, HTTP_COOKIE=cookie)[0] == "299 asked Django"
        opening.reclassify(
            Record.objects.get(pk=file.pk),
            to="on_request",
            reason="x",
            by=archivist,
            at=timezone.now(),
        )
        # the old pass names an epoch that never comes back
        assert tile_route(path, HTTP_COOKIE=cookie)[0] == "299 asked Django"


def test_no_folder_is_left_behind(lent, archivist, settings):
    file, _, _ = lent
    withdraw(file, archivist)

    left = [name for _, folders, files in os.walk(settings.IIIF_LENT) for name in [*folders, *files]]

    assert [name for name in left if len(name) > 2] == []
