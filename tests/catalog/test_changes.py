"""The one verb for a change: what it costs does not grow, and nothing goes past it."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalog import access, rule
from catalog.models import AccessGrant, Event, Place, Record, Scan, SearchOutbox
from catalog.records.actions import access as opening
from catalog.records.actions import describing
from catalog.records.actions import scans as attaching
from catalog.records.actions.access import Classification
from catalog.records.actions.locking import lock_fonds, locked_rows
from catalog.vocabulary import Access, EventKind
from iiif import shelves
from tests.catalog.aids import aid_of_files
from tests.conftest import NOON
from tests.factories import UserFactory, make_record

DAYS = (None, date(2026, 9, 1), date(2026, 9, 20))


def queries(deed) -> int:
    with CaptureQueriesContext(connection) as seen:
        deed()
    return len(seen)


# SQLite takes some 140 events in one statement, so that the sizes compared here stay within it
def branch(depth: int, width: int, grants: int) -> Record:
    """A fonds of so many levels, with so many files in the lowest, each with scans and grants."""
    lowest = top = make_record()
    for _level in range(depth):
        lowest = make_record(lowest, level="series")
    reader = UserFactory()
    for number in range(width):
        file = make_record(lowest, access="on_request", title=f"Hồ sơ {number}")
        Scan.objects.create(record=file, order=1, width=10, height=10, sha512=f"{file.pk:0128}", master_name="1.jpg")
        for _grant in range(grants):
            opening.grant(record=file, reader=reader, by=None, starts_at=NOON, ends_at=NOON + timedelta(days=9))
    return top


def test_withdrawing_costs_the_same_number_of_queries_however_deep_wide_and_granted(db):
    branches = [branch(*size) for size in ((1, 1, 0), (3, 10, 2), (5, 40, 3))]

    costs = [queries(lambda top=top: opening.withdraw(top, reason="x", by=None, at=NOON)) for top in branches]

    assert len(set(costs)) == 1, costs
    assert not AccessGrant.objects.standing(NOON).exists()


def test_withdrawing_many_records_costs_no_more_queries_than_withdrawing_one(db):
    costs = []
    for number in (1, 20, 120):
        fonds = make_record()
        files = [make_record(fonds) for _file in range(number)]
        decisions = [Classification(file, Access.CLOSED, "x") for file in files]
        costs.append(queries(lambda decisions=decisions: opening.reclassify_all(decisions, by=None, at=NOON)))

    assert len(set(costs)) == 1, costs
    assert not Record.objects.filter(level="file").published().exists()
    assert Event.objects.filter(kind="access-level-change").count() == 141


def test_a_finding_aid_that_closes_what_is_known_costs_the_same_for_few_and_for_many(load):
    costs = []
    for number in (2, 30, 60):
        load(aid_of_files(f"aid{number}", "01", files=number))
        costs.append(queries(lambda number=number: load(aid_of_files(f"aid{number}", "Không công khai", files=number))))

    assert len(set(costs)) == 1, costs
    assert not Record.objects.filter(level="file").published().exists()


def test_an_import_leaves_alone_what_it_does_not_write(load):
    load(aid_of_files("aid", "01", files=3))
    before = dict(Record.objects.filter(level="file").values_list("key", "epoch"))

    load(aid_of_files("aid", "01", files=4))

    assert Record.objects.filter(level="file").count() == 4
    assert before.items() <= dict(Record.objects.values_list("key", "epoch")).items()
    assert not SearchOutbox.objects.filter(subtree=True).exists()


def test_many_records_are_locked_in_statements_of_few_values(db):
    record = make_record()
    records = [record, *(Record(pk=record.pk + number) for number in range(1, 2000))]

    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        lock_fonds(*records)
        locked_rows(records)

    # an engine takes some thirty thousand values in one statement, and a fonds has more files
    assert max(query["sql"].count(", ") for query in seen) < 1000


def test_a_branch_within_a_branch_is_told_once(db):
    fonds = make_record()
    series = make_record(fonds, level="series")
    decisions = [Classification(record, Access.CLOSED, "x") for record in (series, fonds)]
    SearchOutbox.objects.all().delete()

    opening.reclassify_all(decisions, by=None, at=NOON)

    assert list(SearchOutbox.objects.values_list("key", "subtree")) == [(fonds.key, True)]


def test_what_a_new_record_inherits_is_what_the_database_makes_of_it(db):
    states = list(product(Access.values, DAYS))
    fonds = [make_record(access=level, embargo_until=day) for level, day in states]
    for above in fonds:
        for level, day in states:
            make_record(above, access=level, embargo_until=day)
    at_once = {child.pk: (child.effective_access, child.effective_embargo) for child in Record.objects.filter(depth=2)}
    assert at_once == {child.pk: rule.inherited(child, child.get_parent()) for child in Record.objects.filter(depth=2)}

    decisions = [Classification(above, Access(above.access), "", above.embargo_until) for above in fonds]
    opening.reclassify_all(decisions, by=None, at=NOON)

    assert at_once == {
        child.pk: (child.effective_access, child.effective_embargo) for child in Record.objects.filter(depth=2)
    }


def test_guarding_a_title_hides_its_words_and_its_pages_at_once(db, stranger):
    file = make_record(access="on_request", preview_open=True, level="file")
    SearchOutbox.objects.all().delete()

    describing.describe(file, by=None, at=NOON, public_title="Hồ sơ nhân sự")

    assert list(SearchOutbox.objects.values_list("key", "subtree")) == [(file.key, True)]
    assert not access.may_see_preview(stranger, Record.objects.get(pk=file.pk))


def test_a_level_that_nobody_knows_closes_what_lies_below(db):
    fonds = make_record()
    series = make_record(fonds)
    child = make_record(series)
    Record.objects.filter(pk=series.pk).update(access="odd")

    opening.reclassify(fonds, to=Access.OPEN, reason="", by=None, at=NOON)

    child.refresh_from_db()
    assert child.effective_access == Access.CLOSED
    assert rule.inherited(Record.objects.get(pk=series.pk), fonds)[0] == Access.CLOSED


def test_of_hundreds_of_records_every_one_is_closed_with_its_links(load):
    load(aid_of_files("aid", "01", files=250))
    files = list(Record.objects.filter(level="file"))
    last = Scan.objects.create(record=files[-1], order=1, width=9, height=9, sha512=f"{1:0128}", master_name="1.jpg")
    shelves.shelve(last)
    assert shelves.open_link(last.key).is_symlink()

    opening.reclassify_all([Classification(file, Access.CLOSED, "x") for file in files], by=None, at=NOON)

    assert not shelves.open_link(last.key).is_symlink()
    assert not Record.objects.filter(level="file").published().exists()


def test_small_pictures_are_shown_or_not_in_the_whole_branch(db):
    series = make_record(make_record(), access="on_request", level="series")
    file = make_record(series)

    opening.reclassify(series, to=Access.ON_REQUEST, reason="", by=None, at=NOON, preview_open=True)

    file.refresh_from_db()
    assert file.preview_open


def test_each_of_several_embargoes_is_looked_at_on_its_own_day(db, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    series = make_record(make_record(), level="series")
    file = make_record(series)
    days = {series.key: date(2099, 1, 1), file.key: date(2099, 3, 1)}
    decisions = [Classification(record, Access.OPEN, "", embargo_until=days[record.key]) for record in (series, file)]

    with django_capture_on_commit_callbacks(execute=True):
        opening.reclassify_all(decisions, by=None, at=NOON)

    jobs = DBTaskResult.objects.filter(run_after__year=2099)
    found = {key: timezone.localdate(job.run_after) for job in jobs for key in job.args_kwargs["args"][0]}
    assert found == days


def test_a_field_that_no_record_has_is_a_mistake_of_the_code(record):
    with pytest.raises(ValueError, match="no field colour"):
        describing.describe(record, by=None, at=NOON, colour="red")


def test_places_are_written_once_and_told_as_changed(record, archivist):
    place = Place.objects.create(name="Huế")

    describing.describe(record, by=archivist, at=NOON, places=[place])
    describing.describe(record, by=archivist, at=NOON, places=[place])

    assert list(record.places.all()) == [place]
    assert Event.objects.filter(object_key=record.key, detail__fields=["places"]).count() == 1


def test_a_page_is_attached_once_and_taken_away_once(scanned, archivist):
    file, scan = scanned

    again, is_new = attaching.attach(file, by=archivist, at=NOON, sha512=scan.sha512, master_page=scan.master_page)
    attaching.detach(scan, by=archivist, at=NOON)
    attaching.detach(scan, by=archivist, at=NOON)

    assert (again, is_new) == (scan, False)
    assert Event.objects.filter(object_key=file.key, kind="removal").count() == 1


def test_a_grant_that_has_ended_is_not_extended_and_ends_once(record, researcher):
    file = make_record(record, access="on_request", title="Hồ sơ")
    given = opening.grant(record=file, reader=researcher, by=None, starts_at=NOON, ends_at=NOON + timedelta(days=3))

    opening.extend(given, until=NOON + timedelta(days=9), by=None, at=NOON)
    opening.revoke(given, by=None, at=NOON)
    opening.revoke(given, by=None, at=NOON)
    with pytest.raises(opening.NotAllowedHere, match="asked for anew"):
        opening.extend(given, until=NOON + timedelta(days=99), by=None, at=NOON)

    assert AccessGrant.objects.get().ends_at == NOON + timedelta(days=9)
    assert Event.objects.filter(object_key=file.key, kind=EventKind.REVOCATION).count() == 1


def test_what_is_closed_is_extended_for_nobody_and_taken_along_by_none(record, researcher, stranger):
    file = make_record(record, access="on_request", title="Hồ sơ")
    given = opening.grant(record=file, reader=researcher, by=None, starts_at=NOON, ends_at=NOON + timedelta(days=3))
    # the grant outlives the closing only where the two met half-way
    Record.objects.filter(pk=file.pk).update(access="closed", effective_access="closed")

    with pytest.raises(opening.NotAllowedHere, match="closed or under embargo"):
        opening.extend(given, until=NOON + timedelta(days=9), by=None, at=NOON)
    file.refresh_from_db()
    assert not access.may_download(researcher, file, at=NOON)
    assert not access.may_download(stranger, file, at=NOON)
