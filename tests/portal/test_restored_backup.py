"""After a backup was put back: what was closed since it was made is closed again, and nothing opens by itself."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from haystack import connections

from catalog import access
from catalog.models import AccessGrant, Event, Record
from catalog.records import journal
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from catalog.search.outbox import shelve_pending
from catalog.vocabulary import Access
from iiif import shelves
from tests.conftest import NOON
from tests.factories import make_record
from tests.portal.reconciling import reconcile

NOW = timezone.now


@pytest.fixture
def backup(django_capture_on_commit_callbacks):
    """Do something after a backup was made, then put the backup back: rows and events are as before."""

    def go(deed):
        before = {row["id"]: row for row in Record.objects.values()}
        grants = {row["id"]: row for row in AccessGrant.objects.values()}
        events = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        for rows, model in ((before, Record), (grants, AccessGrant)):
            for pk, row in rows.items():
                model.objects.filter(pk=pk).update(**row)
        Event.objects.filter(pk__gt=events)._raw_delete("default")

    return go


@pytest.fixture
def events_may_go(db):
    """A backup knows no triggers: the test takes them off the table of events for as long as it runs."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'catalog_event'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")


pytestmark = pytest.mark.usefixtures("events_may_go")


def withdraw(file):
    opening.withdraw(file, reason="mật", by=None, at=NOON)


def put_on_request(file):
    opening.reclassify(file, to="on_request", reason="x", by=None, at=NOON)


def hold(file):
    opening.reclassify(file, to="open", reason="x", by=None, at=NOON, embargo_until=date(2999, 1, 1))


def withdraw_fonds(file):
    opening.withdraw(file.get_parent(), reason="mật", by=None, at=NOON)


def move_under_closed(file):
    closed = Record.objects.get(reference_code="KIN")
    describing.move(file, under=closed, by=None, at=NOON)


@pytest.mark.parametrize(
    "deed",
    [withdraw, put_on_request, hold, withdraw_fonds, move_under_closed],
    ids=lambda d: d.__name__,
)
def test_what_was_closed_after_the_backup_is_closed_again(linked, stranger, backup, deed):
    file, scan = linked
    make_record(title="Kín", reference_code="KIN", access="closed")
    backup(lambda: deed(Record.objects.get(pk=file.pk)))
    assert access.may_see_content(stranger, Record.objects.get(pk=file.pk))

    said = reconcile()

    assert not access.may_see_content(stranger, Record.objects.get(pk=file.pk))
    assert not shelves.open_link(scan.key).is_symlink()
    assert "closed again" in said


def test_what_an_archivist_opens_after_the_restore_stays_open(linked, stranger, backup, do_after_commit):
    file, _scan = linked
    backup(lambda: withdraw(Record.objects.get(pk=file.pk)))
    with do_after_commit():
        reconcile()
    with do_after_commit():
        opening.publish(Record.objects.get(pk=file.pk), by=None, at=NOW())

    said = reconcile()

    assert access.may_see_content(stranger, Record.objects.get(pk=file.pk))
    assert "closed again" not in said
    assert "forgotten" not in said


def test_a_restored_index_is_built_anew(client, linked, backup, do_after_commit):
    file, _scan = linked
    shelve_pending.call()
    backup(lambda: withdraw(Record.objects.get(pk=file.pk)))

    with do_after_commit():
        reconcile()

    assert client.get("/search/", {"q": "bản quét"}).context["found"].total == 0
    assert file.key not in connections["default"].get_backend().documents()


def test_what_was_opened_after_the_backup_stays_closed_and_is_listed(linked, stranger, backup):
    file, scan = linked
    opening.withdraw(file, reason="x", by=None, at=NOON)
    at = NOON + timedelta(hours=1)
    backup(lambda: opening.publish(file, by=None, at=at))

    said = reconcile()

    assert not access.may_see_description(stranger, Record.objects.get(pk=file.pk))
    assert not shelves.open_link(scan.key).is_symlink()
    assert "is forgotten; it stays as it is" in said


def test_a_grant_that_was_ended_after_the_backup_is_ended_again(record, researcher, backup):
    file, now = make_record(record, access="on_request"), NOW()
    until = now + timedelta(days=9)
    given = opening.grant(record=file, reader=researcher, by=None, starts_at=now, ends_at=until)
    backup(lambda: opening.revoke(AccessGrant.objects.get(), by=None, at=NOW()))
    assert access.may_see_content(researcher, Record.objects.get(pk=file.pk))

    reconcile()

    given.refresh_from_db()
    assert given.revoked_at is not None


def test_a_grant_that_a_closing_ended_stays_ended_though_the_record_was_opened_again(record, researcher, backup):
    file, now = make_record(record, access="on_request"), NOW()
    until = now + timedelta(days=9)
    given = opening.grant(record=file, reader=researcher, by=None, starts_at=now, ends_at=until)

    def close_and_reopen():
        opening.withdraw(file, reason="x", by=None, at=now)
        later = now + timedelta(hours=1)
        opening.reclassify(file, to=Access.ON_REQUEST, reason="y", by=None, at=later)

    backup(close_and_reopen)
    assert access.may_see_content(researcher, Record.objects.get(pk=file.pk))

    reconcile()

    given.refresh_from_db()
    assert given.revoked_at is not None
    assert not access.may_see_content(researcher, Record.objects.get(pk=file.pk))


def test_a_closing_below_what_was_closed_is_carried_out_again(linked, stranger, backup):
    file, _scan = linked
    fonds = file.get_parent()
    opening.withdraw(fonds, reason="x", by=None, at=NOON)
    at = NOON + timedelta(hours=1)
    backup(lambda: opening.withdraw(file, reason="mật", by=None, at=at))

    reconcile()
    opening.publish(fonds, by=None, at=NOON + timedelta(hours=2))

    assert not access.may_see_description(stranger, Record.objects.get(pk=file.pk))


def test_a_title_that_was_guarded_after_the_backup_is_closed(linked, stranger, backup, archivist):
    file, _scan = linked
    opening.reclassify(file, to=Access.ON_REQUEST, reason="", by=None, at=NOON)
    at = NOON + timedelta(hours=1)
    file.refresh_from_db()
    backup(lambda: describing.describe(file, by=archivist, at=at, public_title="Hồ sơ cá nhân"))

    reconcile()

    assert not access.may_see_description(stranger, Record.objects.get(pk=file.pk))


def test_small_pictures_that_were_taken_back_stay_so(linked, backup):
    file, _scan = linked
    level = {"to": Access.ON_REQUEST, "reason": "", "by": None}
    opening.reclassify(file, **level, at=NOON, preview_open=True)
    at = NOON + timedelta(hours=1)
    backup(lambda: opening.reclassify(file, **level, at=at, preview_open=False))

    reconcile()

    assert not Record.objects.get(pk=file.pk).preview_open


def test_of_several_decisions_the_last_counts(linked, stranger, backup):
    file, _scan = linked

    def close_and_open():
        opening.withdraw(file, reason="x", by=None, at=NOON)
        opening.publish(file, by=None, at=NOON + timedelta(hours=1))

    backup(close_and_open)

    reconcile()

    assert access.may_see_content(stranger, Record.objects.get(pk=file.pk))


def test_a_journal_that_cannot_be_written_keeps_nobody_from_withdrawing(
    linked, stranger, do_after_commit, settings, tmp_path, caplog
):
    file, _scan = linked
    settings.ACCESS_JOURNAL = tmp_path / "file" / "access.journal"
    (tmp_path / "file").write_text("in the way")

    with do_after_commit():
        opening.withdraw(file, reason="x", by=None, at=NOON)

    assert not access.may_see_description(stranger, Record.objects.get(pk=file.pk))
    assert "could not be written" in caplog.text


def test_the_journal_names_nobody_and_is_for_the_archive_alone(linked, archivist, do_after_commit):
    file, _scan = linked
    with do_after_commit():
        opening.withdraw(file, reason="lý do riêng", by=archivist, at=NOON)

    path = Path(settings.ACCESS_JOURNAL)
    (entry,) = journal.entries()
    assert (entry.key, entry.access, entry.moment) == (file.key, "closed", NOON)
    assert "lý do" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_line_that_was_cut_off_is_left_out(linked, do_after_commit):
    file, _scan = linked
    with do_after_commit():
        opening.withdraw(file, reason="x", by=None, at=NOON)
    with Path(settings.ACCESS_JOURNAL).open("a") as journal_file:
        journal_file.write('\n{"at": "2026-09-')
    with do_after_commit():
        opening.publish(file, by=None, at=NOON + timedelta(hours=1))

    assert [each.access for each in journal.entries()] == ["closed", "open"]
    reconcile()


def test_what_the_backup_does_not_know_is_left_alone_and_a_dry_run_ends_nothing(record, researcher, backup):
    file, now = make_record(record, access="on_request"), NOW()
    until = now + timedelta(days=9)
    given = opening.grant(record=file, reader=researcher, by=None, starts_at=now, ends_at=until)

    def describe_grant_and_end():
        later = make_record(record, title="Mới mô tả")
        opening.withdraw(later, reason="x", by=None, at=now)
        other = opening.grant(record=file, reader=researcher, by=None, starts_at=now, ends_at=until)
        opening.revoke(other, by=None, at=now)
        opening.revoke(AccessGrant.objects.get(pk=given.pk), by=None, at=now)
        Record.objects.filter(pk=later.pk)._raw_delete("default")

    backup(describe_grant_and_end)

    said = reconcile(dry_run=True)

    given.refresh_from_db()
    assert given.revoked_at is None
    assert file.key in said
