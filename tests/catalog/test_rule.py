"""The rule stands twice, as a question and as a filter: both answer alike in every case, and nothing goes past it."""

import ast
import re
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.utils import timezone

from catalog import access, rule
from catalog.models import AccessGrant, Record, Scan
from catalog.records.actions import access as opening
from catalog.vocabulary import Access
from tests.conftest import ROOT
from tests.factories import UserFactory, make_many, make_record

ZONE = timezone.get_default_timezone()
TODAY = date(2026, 9, 2)
DAYS = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
# a level that nobody knows, as a database that was written by something else may hold it, stays closed
LEVELS = (*Access.values, "odd")
PAIRS = [
    (rule.is_public, rule.public),
    (lambda record, on: not rule.is_public(record, on), rule.hidden),
    (rule.is_open, rule.open_to_all),
    (rule.is_on_request, rule.on_request),
    (lambda record, _on: not rule.is_guarded(record), lambda _on, prefix="": rule.unguarded(prefix)),
]


@pytest.fixture
def cases(db):
    """A record in every state that the columns allow, each with a scan."""
    states = product(LEVELS, DAYS, ("", "Tên công khai"), (False, True))
    records = make_many(
        make_record(),
        (
            {"effective_access": level, "effective_embargo": day, "public_title": title, "preview_open": previews}
            for level, day, title, previews in states
        ),
    )
    Scan.objects.bulk_create(
        Scan(record=record, order=1, width=9, height=9, sha512=f"{record.pk:0128}", master_name="1.jpg")
        for record in records
    )
    return Record.objects.filter(level="file")


def test_question_and_filter_answer_alike(cases):
    for (question, condition), days in product(PAIRS, (-1, 0, 1)):
        on = TODAY + timedelta(days=days)
        answered = {record.pk for record in cases if question(record, on)}

        assert 0 < len(answered) < len(cases)
        assert answered == set(cases.filter(condition(on)).values_list("pk", flat=True))
        assert answered == set(Scan.objects.filter(condition(on, "record__")).values_list("record_id", flat=True))


def test_what_is_not_public_is_hidden_from_everybody_but_the_staff(cases, stranger, archivist):
    noon = datetime(2026, 9, 2, 12, tzinfo=ZONE)

    for record in cases:
        is_public = access.may_see_description(stranger, record, at=noon)
        assert access.may_see_description(archivist, record, at=noon)
        assert is_public == (rule.seal(record, TODAY) == "" or rule.is_on_request(record, TODAY))
        if not is_public:
            assert not access.may_see_content(stranger, record, at=noon)
            assert not access.may_see_preview(stranger, record, at=noon)


def test_a_grant_opens_what_is_on_request_while_it_runs_and_nothing_else(cases):
    reader, other = UserFactory(), UserFactory()
    begins = datetime(2026, 9, 2, tzinfo=ZONE)
    AccessGrant.objects.bulk_create(
        AccessGrant(record=record, reader=reader, starts_at=begins, ends_at=begins + timedelta(days=1))
        for record in cases
    )
    for hours in (-25, -1, 0, 23, 24):
        at = begins + timedelta(hours=hours)
        on, is_running = timezone.localdate(at), 0 <= hours < 24
        for record in cases:
            opened = rule.is_open(record, on) or (is_running and rule.is_on_request(record, on))
            assert access.may_see_content(reader, record, at=at) == opened
            assert access.may_see_content(other, record, at=at) == rule.is_open(record, on)
        visible = access.may_see_contents(reader, cases, at=at)
        assert visible == {record.pk for record in cases if access.may_see_content(reader, record, at=at)}


def test_what_ends_a_grant_is_that_its_record_is_public_no_more(db):
    reader, noon = UserFactory(), datetime(2026, 9, 2, 12, tzinfo=ZONE)
    for level, day in product(Access, DAYS):
        record = make_record(access="on_request")
        given = opening.grant(record=record, reader=reader, by=None, starts_at=noon, ends_at=noon + timedelta(days=9))

        record = opening.reclassify(record, to=level, reason="", embargo_until=day, by=None, at=noon)

        given.refresh_from_db()
        assert (given.revoked_at is None) == access.is_open_description(record, at=noon)


COLUMNS = re.compile(r"\b(?:effective_access|effective_embargo|preview_open)\b")
# the rule itself, the columns where they are defined, the verbs that write them, and the form that shows the decision
MAY_READ = (
    "catalog/rule.py",
    "catalog/records/models/records.py",
    "catalog/records/journal.py",
    "catalog/desk/forms.py",
)
FOLDERS = ("catalog/records/actions/", "catalog/imports/actions/", "catalog/migrations/")
# the filter of the desk's list, the order in which levels are compared when something is moved, a dictionary of levels
LINES = {
    "catalog/desk/records.py": 1,
    "catalog/access.py": 4,
    "catalog/records/querysets.py": 1,
}


def test_no_other_module_and_no_template_reads_the_columns_of_access():
    found = {}
    for room in ("catalog", "iiif", "exhibitions", "portal", "themes"):
        for path in (ROOT / room).rglob("*.*"):
            name = str(path.relative_to(ROOT))
            if path.suffix not in {".py", ".html", ".txt"} or name in MAY_READ or name.startswith(FOLDERS):
                continue
            lines = _code_of(path) if path.suffix == ".py" else path.read_text().splitlines()
            if number := sum(bool(COLUMNS.search(line)) for line in lines):
                found[name] = number

    assert found == LINES


def _code_of(path) -> list[str]:
    """A module's lines without comments and docstrings."""
    return ast.unparse(ast.parse(path.read_text())).splitlines()
