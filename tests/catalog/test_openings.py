"""A day that a file names is a proposal: an archivist confirms it, or drops it, and then alone it opens."""

from datetime import date

import pytest
from django.urls import reverse

from catalog import access
from catalog.models import Event, Record
from catalog.records.actions import access as opening
from catalog.records.actions import openings
from tests.catalog.aids import note, part
from tests.catalog.test_finding_aids import ead
from tests.conftest import NOON


@pytest.fixture
def proposed(load):
    """A file that its finding aid lets open in a month."""
    load(ead(part(note("Chưa công khai đến ngày 02/10/2026"))))
    return Record.objects.get(reference_code="T.1")


def test_a_confirmed_opening_happens_on_its_day(proposed, archivist, stranger):
    day = date(2026, 10, 2)

    openings.confirm([(proposed, day)], to="open", by=archivist, at=NOON)

    file = Record.objects.get(pk=proposed.pk)
    event = Event.objects.filter(object_key=file.key, kind="access-level-change").get()
    assert (file.access, file.embargo_until, file.proposed_opening) == ("open", day, None)
    assert event.actor == f"user:{archivist.pk}"
    assert not access.may_see_description(stranger, file, at=NOON)
    assert access.may_see_content(stranger, file, at=NOON.replace(month=10))


def test_a_proposal_that_has_passed_opens_when_it_is_confirmed(proposed, archivist, stranger):
    later = NOON.replace(year=2027)

    openings.confirm([(proposed, date(2026, 10, 2))], to="on_request", by=archivist, at=later)

    file = Record.objects.get(pk=proposed.pk)
    assert (file.access, file.embargo_until) == ("on_request", date(2026, 10, 2))
    assert access.may_see_description(stranger, file, at=later)


@pytest.mark.parametrize("year", [2026, 2027], ids=["before", "after"])
def test_a_confirmed_opening_outlives_an_import_of_the_same_words(load, proposed, archivist, year):
    day, at = date(2026, 10, 2), NOON.replace(year=year)
    openings.confirm([(proposed, day)], to="open", by=archivist, at=at)

    load(ead(part(note("Chưa công khai đến ngày 02/10/2026")).replace("Hồ sơ<", "Hồ sơ sửa<")))

    file = Record.objects.get(pk=proposed.pk)
    assert (file.title, file.access, file.embargo_until) == ("Hồ sơ sửa", "open", day)
    assert file.proposed_opening is None


def test_a_day_that_a_file_changes_is_decided_on_anew(load, proposed, archivist):
    openings.confirm([(proposed, date(2026, 10, 2))], to="open", by=archivist, at=NOON)

    load(ead(part(note("Chưa công khai đến ngày 02/10/2029"))))

    file = Record.objects.get(pk=proposed.pk)
    assert (file.access, file.proposed_opening) == ("closed", date(2029, 10, 2))


def test_a_proposal_that_has_changed_is_not_confirmed(proposed, archivist):
    with pytest.raises(openings.NotProposed):
        openings.confirm([(proposed, date(2026, 10, 3))], to="open", by=archivist, at=NOON)

    assert Record.objects.get(pk=proposed.pk).access == "closed"


def test_withdrawing_drops_the_proposal(proposed, archivist):
    opening.withdraw(proposed, reason="mật", by=archivist, at=NOON)

    assert not Record.objects.exclude(proposed_opening=None).exists()


def test_the_desk_lists_confirms_and_drops(client, proposed, archivist, researcher):
    # a day that has passed is listed, too: nobody has decided on it
    Record.objects.filter(pk=proposed.pk).update(proposed_opening=date(2020, 1, 1))
    chosen, address = f"{proposed.key}@2020-01-01", reverse("openings:decide")
    client.force_login(researcher)
    assert client.post(address, {"deed": "confirm", "to": "open", "chosen": chosen}).status_code in (302, 403)
    assert Record.objects.get(pk=proposed.pk).access == "closed"
    client.force_login(archivist)

    page = client.get(reverse("openings:index")).content.decode()
    client.post(address, {"deed": "confirm", "to": "closed", "chosen": chosen})
    client.post(address, {"deed": "confirm", "to": "open", "chosen": f"{proposed.key}@2020-01-02"})
    assert Record.objects.get(pk=proposed.pk).access == "closed"
    client.post(address, {"deed": "drop", "chosen": chosen})

    assert chosen in page
    left = Record.objects.get(pk=proposed.pk)
    assert (left.access, left.proposed_opening) == ("closed", None)
    assert "T.1" not in client.get(reverse("openings:index")).content.decode()


def test_the_desk_opens_what_is_ticked(client, proposed, archivist, stranger):
    Record.objects.filter(pk=proposed.pk).update(proposed_opening=date(2020, 1, 1))
    client.force_login(archivist)

    form = {"deed": "confirm", "to": "open", "chosen": f"{proposed.key}@2020-01-01"}
    client.post(reverse("openings:decide"), form)

    assert access.may_see_content(stranger, Record.objects.get(pk=proposed.pk))


def test_a_proposal_goes_with_the_words_that_made_it(load, proposed):
    load(ead(part(note("Không công khai"))))

    file = Record.objects.get(pk=proposed.pk)
    assert (file.access, file.proposed_opening) == ("closed", None)
