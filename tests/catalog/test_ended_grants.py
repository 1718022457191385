"""Whatever closes a record ends its grants: one condition, whichever verb it was."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import access
from catalog.finding_aids import read
from catalog.imports.actions import writing
from catalog.models import AccessGrant, Event, Record
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from tests.catalog.test_finding_aids import ead
from tests.conftest import NOON
from tests.factories import UserFactory, make_record

HELD = date(2026, 9, 5)
AFTER = NOON + timedelta(days=7)


def grant(record, reader, *, starts_at=NOON):
    return opening.grant(
        record=record,
        reader=reader,
        by=None,
        starts_at=starts_at,
        ends_at=NOON + timedelta(days=30),
    )


def embargo(file):
    opening.reclassify(file, to="on_request", reason="x", by=None, at=NOON, embargo_until=HELD)


def embargo_above(file):
    top = file.get_parent()
    opening.reclassify(top, to="open", reason="x", by=None, at=NOON, embargo_until=HELD)


def withdraw(file):
    opening.withdraw(file, reason="x", by=None, at=NOON)


def move_under_closed(file):
    closed = make_record(title="Kín", access="closed", level="fonds")
    describing.move(file, under=closed, by=None, at=NOON)


def move_under_embargo(file):
    held = make_record(title="Hoãn", level="fonds")
    opening.reclassify(held, to="open", reason="x", by=None, at=NOON, embargo_until=HELD)
    describing.move(file, under=held, by=None, at=NOON)


DEEDS = [embargo, embargo_above, withdraw, move_under_closed, move_under_embargo]


@pytest.mark.parametrize("starts_at", [NOON, NOON + timedelta(days=2)], ids=["running", "later"])
@pytest.mark.parametrize("close", DEEDS, ids=lambda deed: deed.__name__)
def test_what_closes_a_record_ends_its_grants_for_good(record, researcher, close, starts_at):
    file = make_record(record, access="on_request")
    given = grant(file, researcher, starts_at=starts_at)

    close(file)

    given.refresh_from_db()
    event = Event.objects.get(kind="access-revoked", object_key=file.key)
    opening.reclassify(file, to="on_request", reason="x", by=None, at=NOON + timedelta(days=1))
    assert given.revoked_at == NOON
    assert event.detail == {"grant": given.pk}
    assert not access.may_see_content(researcher, Record.objects.get(pk=file.pk), at=AFTER)


def test_an_import_that_closes_a_record_ends_its_grants(tmp_path, researcher, db):
    part = '<dsc><c id="f" level="file"><did><unitid>T.1</unitid><unittitle>Hồ sơ{}</unittitle></did>{}</c></dsc>'
    path = tmp_path / "aid.xml"
    path.write_text(ead(part.format("", "<accessrestrict><p>02</p></accessrestrict>")))
    writing.write(read(path, max_bytes=2**20), by=None, at=NOON, default_access="open")
    given = grant(Record.objects.get(reference_code="T.1"), researcher)
    path.write_text(ead(part.format(" kín", "<accessrestrict><p>closed</p></accessrestrict>")))

    writing.write(read(path, max_bytes=2**20), by=None, at=NOON)

    given.refresh_from_db()
    assert given.revoked_at == NOON


def test_an_embargo_that_is_over_ends_nothing(record, researcher):
    file = make_record(record, access="on_request")
    given = grant(file, researcher)

    opening.reclassify(file, to="on_request", reason="x", by=None, at=NOON, embargo_until=date(2020, 1, 1))

    given.refresh_from_db()
    assert given.revoked_at is None


def test_what_is_under_embargo_is_neither_granted_nor_extended(record, researcher):
    file = make_record(record, access="on_request")
    given = grant(file, researcher)
    AccessGrant.objects.filter(pk=given.pk).update(revoked_at=None)
    Record.objects.filter(pk=file.pk).update(effective_embargo=HELD)

    with pytest.raises(opening.NotAllowedHere):
        opening.extend(given, until=AFTER, by=None, at=NOON)
    with pytest.raises(opening.NotAllowedHere):
        grant(file, researcher)


def test_the_embargo_that_ends_a_request_ends_its_grant(record, researcher, officer, second_officer, archivist):
    from tests.reading_room.asking import approve, ask

    file, now = make_record(record, access="on_request"), timezone.now()
    until = now + timedelta(days=14)
    asked = approve(ask(file, by=researcher, at=now), first=officer, second=second_officer, at=now, until=until)

    day = timezone.localdate(now) + timedelta(days=3)
    opening.reclassify(file, to="on_request", reason="x", by=archivist, at=now, embargo_until=day)

    asked.refresh_from_db()
    assert asked.state == "revoked"
    assert asked.grant.revoked_at == now
    later = Record.objects.get(pk=file.pk)
    assert not access.may_see_content(researcher, later, at=now + timedelta(days=4))


def test_withdrawing_costs_the_same_number_of_queries_however_many_grants_it_ends(db):
    counts = []
    for grants in (0, 5, 20):
        fonds = make_record(title="F")
        for _number in range(grants):
            grant(make_record(fonds, access="on_request"), UserFactory())
        with CaptureQueriesContext(connection) as seen:
            opening.withdraw(fonds, reason="x", by=None, at=NOON)
        counts.append(len(seen))

    assert len(set(counts)) == 1, counts
    assert not AccessGrant.objects.standing(NOON).exists()
