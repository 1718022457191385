"""Who may look: the one rule, by level, inheritance, embargo, grant and role."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog import access, hooks
from catalog.models import Event, Record
from catalog.records.actions import access as opening
from tests.conftest import NOON
from tests.factories import make_record


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def test_an_open_record_is_open_to_a_stranger(record, stranger):
    assert access.may_see_description(stranger, record)
    assert access.may_see_content(stranger, record)


def test_a_new_record_is_closed_until_somebody_opens_it(db, stranger):
    record = make_record(access=Record._meta.get_field("access").default)

    assert not access.may_see_description(stranger, record)
    assert list(Record.objects.visible_to(stranger)) == []


def test_on_request_shows_the_description_and_keeps_the_content(record, stranger, researcher):
    file = make_record(record, access="on_request")

    assert access.may_see_description(stranger, file)
    assert not access.may_see_content(stranger, file)
    assert not access.may_see_content(researcher, file)


def test_staff_see_closed_records_and_readers_do_not(record, archivist, officer, curator, researcher):
    file = make_record(record, access="closed")

    assert all(access.may_see_content(person, file) for person in (archivist, officer, curator))
    assert not access.may_see_description(researcher, file)


@pytest.mark.parametrize(
    ("above", "own", "effective"),
    [
        ("open", "open", "open"),
        ("open", "on_request", "on_request"),
        ("on_request", "open", "on_request"),
        ("closed", "open", "closed"),
        ("on_request", "closed", "closed"),
        ("closed", "on_request", "closed"),
    ],
)
def test_the_stricter_of_own_level_and_ancestors_counts(db, above, own, effective):
    fonds = make_record(access=above)
    series = make_record(fonds, access="open", level="series")
    file = make_record(series, access=own)

    assert fresh(file).effective_access == effective


def test_reclassifying_a_fonds_reaches_everything_below_and_nothing_beside(db, archivist, stranger):
    fonds, beside = make_record(title="A"), make_record(title="B")
    deep = make_record(make_record(make_record(fonds), access="open"), access="open")

    opening.withdraw(fonds, reason="mật", by=archivist, at=NOON)

    assert list(Record.objects.visible_to(stranger)) == [beside]
    assert fresh(deep).effective_access == "closed"


def test_opening_a_fonds_again_leaves_closed_what_is_closed_by_itself(db, archivist, stranger):
    fonds = make_record()
    kept = make_record(fonds, access="closed")
    free = make_record(fonds)
    opening.withdraw(fonds, reason="x", by=archivist, at=NOON)

    opening.publish(fonds, by=archivist, at=NOON)

    assert access.may_see_content(stranger, fresh(free))
    assert not access.may_see_description(stranger, fresh(kept))


def test_an_embargo_closes_until_its_day_and_opens_by_the_clock(record, archivist, stranger):
    file = make_record(record)
    day = date(2030, 1, 1)

    opening.reclassify(record, to="open", reason="", embargo_until=day, by=archivist, at=NOON)

    file = fresh(file)
    before = timezone.make_aware(timezone.datetime(2029, 12, 31, 23, 59))
    after = timezone.make_aware(timezone.datetime(2030, 1, 1, 0, 0))
    assert not access.may_see_description(stranger, file, at=before)
    assert access.may_see_content(stranger, file, at=after)
    assert list(Record.objects.visible_to(stranger, today=date(2029, 12, 31))) == []
    assert file in Record.objects.visible_to(stranger, today=day)


def test_the_latest_embargo_of_all_levels_counts(record, archivist):
    file = make_record(record)
    opening.reclassify(file, to="open", reason="", embargo_until=date(2040, 1, 1), by=archivist, at=NOON)
    opening.reclassify(record, to="open", reason="", embargo_until=date(2035, 1, 1), by=archivist, at=NOON)

    assert fresh(file).effective_embargo == date(2040, 1, 1)


def test_a_grant_opens_the_record_until_its_last_minute(record, researcher, archivist):
    file = make_record(record, access="on_request")
    opening.grant(
        record=file,
        reader=researcher,
        by=archivist,
        starts_at=NOON,
        ends_at=NOON + timedelta(days=1),
    )

    assert access.may_see_content(researcher, file, at=NOON)
    assert access.may_see_content(researcher, file, at=NOON + timedelta(days=1, seconds=-1))
    assert not access.may_see_content(researcher, file, at=NOON + timedelta(days=1))
    assert not access.may_see_content(researcher, file, at=NOON - timedelta(seconds=1))


def test_a_grant_is_one_readers_alone_and_covers_what_lies_below(record, researcher, other_researcher, archivist):
    file = make_record(record, access="on_request")
    item, beside = make_record(file, level="item"), make_record(record, access="on_request")
    opening.grant(
        record=file,
        reader=researcher,
        by=archivist,
        starts_at=NOON,
        ends_at=NOON + timedelta(days=1),
    )

    assert access.may_see_content(researcher, fresh(item), at=NOON)
    assert not access.may_see_content(researcher, beside, at=NOON)
    assert not access.may_see_content(other_researcher, file, at=NOON)


def test_closing_a_record_ends_its_grants_at_once(record, researcher, archivist):
    file = make_record(record, access="on_request")
    given = opening.grant(
        record=file,
        reader=researcher,
        by=archivist,
        starts_at=NOON,
        ends_at=NOON + timedelta(days=9),
    )

    opening.withdraw(record, reason="mật", by=archivist, at=NOON + timedelta(hours=1))

    given.refresh_from_db()
    assert given.revoked_at == NOON + timedelta(hours=1)
    assert not access.may_see_content(researcher, fresh(file), at=NOON + timedelta(hours=2))


def test_a_closed_record_cannot_be_granted(record, researcher, archivist):
    file = make_record(record, access="closed")

    with pytest.raises(opening.NotAllowedHere):
        opening.grant(
            record=file,
            reader=researcher,
            by=archivist,
            starts_at=NOON,
            ends_at=NOON + timedelta(days=1),
        )


def test_a_reclassification_is_written_down_with_its_reason_and_no_name(record, archivist):
    opening.withdraw(record, reason="rà soát", by=archivist, at=NOON)

    event = Event.objects.filter(object_key=record.key, kind="access-level-change").get()
    assert event.detail == {"from": "open", "to": "closed", "reason": "rà soát"}
    assert event.actor == f"user:{archivist.pk}"


def test_a_hook_that_fails_undoes_the_whole_change(record, archivist, stranger, monkeypatch):
    def refuse(roots, *, by, at):
        raise RuntimeError("no")

    monkeypatch.setattr(hooks, "_access_listeners", [refuse])

    with pytest.raises(RuntimeError, match="no"):
        opening.withdraw(record, reason="x", by=archivist, at=NOON)

    assert access.may_see_content(stranger, fresh(record))
    assert not Event.objects.filter(kind="access-level-change").exists()


def test_reclassifying_costs_the_same_number_of_queries_however_much_lies_below(
    db, archivist, django_assert_max_num_queries
):
    fonds = make_record()
    for _ in range(40):
        make_record(fonds)

    with django_assert_max_num_queries(35):
        opening.withdraw(fonds, reason="x", by=archivist, at=NOON)
