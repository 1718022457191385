"""The one verb for a change: what it costs does not grow, and nothing goes past it."""

from datetime import date, timedelta
from itertools import product

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog import access, rule
from catalog.actions import access as opening
from catalog.actions import records as describing
from catalog.actions.access import Classification
from catalog.actions.locking import lock_fonds, locked_rows
from catalog.models import AccessGrant, Event, Record, Scan, SearchOutbox
from catalog.vocabulary import Access
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


def test_guarding_a_title_closes_the_pages_that_stood_open(db, stranger):
    file = make_record(access="on_request", preview_open=True, level="file")
    epoch = Record.objects.get(pk=file.pk).epoch

    describing.describe(file, by=None, at=NOON, public_title="Hồ sơ nhân sự")

    file = Record.objects.get(pk=file.pk)
    assert file.epoch > epoch
    assert not access.may_see_preview(stranger, file)
