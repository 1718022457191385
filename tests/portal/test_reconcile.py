"""What lies beside the database is compared with it: what it does not allow is closed before anybody is served."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from haystack import connections

from catalog.models import Record, SearchOutbox
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from catalog.search.outbox import shelve_pending
from iiif import shelves
from portal.reading_room.copies import actions as copies
from portal.reading_room.models import FinishedCopy
from tests.factories import make_record
from tests.portal.reconciling import put_back, reconcile
from tests.reading_room.asking import ask

NOW = timezone.now


# -- links ------------------------------------------------------------------------------------------

CLOSED = {
    "closed": {"access": "closed", "effective_access": "closed"},
    "on request": {"access": "on_request", "effective_access": "on_request"},
    "under embargo": {"effective_embargo": date(2999, 1, 1)},
}


@pytest.mark.parametrize("columns", CLOSED.values(), ids=CLOSED)
def test_a_link_that_the_database_does_not_allow_is_taken_away(linked, columns):
    _file, scan = linked
    put_back(**columns)

    said = reconcile()

    assert not shelves.open_link(scan.key).is_symlink()
    assert f"closed: open/{scan.key}" in said


def test_a_link_of_a_scan_that_is_not_there_is_taken_away(linked):
    _file, scan = linked
    shelves.open_link(scan.key).rename(shelves.open_link(scan.key).with_name("aaaaaaaaaa.zip"))

    reconcile()

    assert list(Path(settings.IIIF_OPEN).rglob("*.zip")) == []


def test_a_dry_run_only_tells(linked):
    _file, scan = linked
    put_back(**CLOSED["closed"])

    said = reconcile(dry_run=True)

    assert shelves.open_link(scan.key).is_symlink()
    assert f"would be closed: open/{scan.key}" in said


def test_what_agrees_is_left_alone(linked):
    _file, scan = linked
    shelve_pending.call()

    said = reconcile()

    assert shelves.open_link(scan.key).is_symlink()
    assert said == "Everything agrees with the database.\n"


def test_nothing_is_linked_without_a_word(linked):
    _file, scan = linked
    shelves.unlink(scan.key)

    assert "1 scans are open and have no link" in reconcile()
    assert not shelves.open_link(scan.key).is_symlink()

    assert "1 links of open scans were made" in reconcile(link=True)
    assert shelves.open_link(scan.key).is_symlink()


@pytest.mark.parametrize("columns", [CLOSED["closed"], {"epoch": 99}], ids=["closed", "epoch"])
def test_a_lent_folder_that_the_database_does_not_allow_is_taken_away(linked, columns):
    file, _scan = linked
    opening.reclassify(file, to="on_request", reason="x", by=None, at=NOW())
    record = Record.objects.get(pk=file.pk)
    assert shelves.lend(record)
    folder = Path(shelves.lent_folder(record.key, record.epoch))
    put_back(**columns)

    said = reconcile()

    assert not folder.exists()
    assert f"lent/{folder.name}" in said


# -- copies and indexes -----------------------------------------------------------------------------


def test_a_copy_of_what_is_closed_is_erased(linked, researcher, officer, second_officer, do_after_commit):
    from portal.reading_room.requests.actions import decisions

    file, _scan = linked
    call_command("make_test_certificate", verbosity=0)
    asked = ask(file, by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    copies.make(asked, by=officer, at=NOW())
    finished_copy = FinishedCopy.objects.get()
    path = Path(settings.COPY_FILES) / str(finished_copy.ref)
    assert path.exists()
    assert "deliveries" not in reconcile()
    # a folder that is not mounted yet is no reason to withdraw what readers have paid for
    path.rename(path.with_name("elsewhere"))
    assert f"deliveries/{finished_copy.ref}" in reconcile()
    finished_copy.refresh_from_db()
    assert finished_copy.purged_at is None
    path.with_name("elsewhere").rename(path)
    put_back(**CLOSED["closed"])

    with do_after_commit():
        said = reconcile()

    finished_copy.refresh_from_db()
    assert finished_copy.purged_at is not None
    assert not path.exists()
    assert f"deliveries/{finished_copy.ref}" in said


def test_an_index_that_holds_what_is_closed_is_masked_at_once_and_put_right(client, linked, do_after_commit):
    shelve_pending.call()
    assert client.get("/search/", {"q": "bản quét"}).context["found"].total == 1
    put_back(**CLOSED["closed"])

    said = reconcile()

    assert "differ in the search index" in said
    assert SearchOutbox.objects.filter(subtree=True).exists()
    assert client.get("/search/", {"q": "bản quét"}).context["found"].total == 0
    shelve_pending.call()
    assert connections["default"].get_backend().documents() == {}


def test_an_index_that_knows_more_than_the_public_may_is_put_right(client, linked):
    file, _scan = linked
    describing.describe(file, by=None, at=NOW(), public_title="Hồ sơ cán bộ")
    shelve_pending.call()
    put_back(**CLOSED["on request"])

    reconcile()
    shelve_pending.call()

    assert client.get("/search/", {"q": "bản quét"}).context["found"].total == 0
    assert client.get("/search/", {"q": "hồ sơ cán bộ"}).context["found"].total == 1


def test_an_import_on_its_way_to_the_index_is_not_hidden(client, linked):
    shelve_pending.call()
    fresh = make_record(linked[0].get_parent(), title="Hồ sơ vừa nhập")
    SearchOutbox.objects.all().delete()
    SearchOutbox.objects.create(key=fresh.key)

    reconcile()

    assert not SearchOutbox.objects.filter(subtree=True).exists()
    assert client.get("/search/", {"q": "bản quét"}).context["found"].total == 1


def test_what_differs_in_the_index_waits_once_however_often_it_is_found(linked):
    file, _scan = linked
    shelve_pending.call()
    Record.objects.under(file.get_parent()).update(access="closed", effective_access="closed")

    reconcile()
    waiting = list(SearchOutbox.objects.values_list("key", "subtree"))
    reconcile()

    assert waiting == [(file.get_parent().key, True)]
    assert list(SearchOutbox.objects.values_list("key", "subtree")) == waiting
