"""The desk's form writes what it shows and nothing else, whatever happens to the record meanwhile."""

import pytest
from django.urls import reverse
from wagtail import hooks

from catalog import access
from catalog.models import Event, Record
from catalog.records.actions import access as opening
from catalog.records.actions import describing as describing
from catalog.records.models.records import NEVER_REVERTED
from tests.catalog.desk import filled_form
from tests.conftest import NOON
from tests.factories import make_record


@pytest.fixture
def file(record):
    return make_record(record, title="Hồ sơ A", reference_code="PT.01")


def edit_url(file):
    return reverse("wagtailsnippets_catalog_record:edit", args=[file.pk])


def meanwhile(deed):
    """Run a deed once after the desk has read the record and before it writes it."""
    waiting = [deed]

    def hook(request, instance):
        if request.method == "POST" and waiting:
            waiting.pop()()

    return hooks.register_temporarily("before_edit_snippet", hook)


def test_an_edit_beside_a_withdrawal_keeps_the_record_closed(client, file, archivist, stranger):
    client.force_login(archivist)
    form = filled_form(client, edit_url(file), title="Hồ sơ B")

    with meanwhile(lambda: opening.withdraw(file, reason="mật", by=archivist, at=NOON)):
        answer = client.post(edit_url(file), form)

    now = Record.objects.get(pk=file.pk)
    assert answer.status_code == 302
    assert (now.title, now.access, now.effective_access) == ("Hồ sơ B", "closed", "closed")
    assert not access.may_see_description(stranger, now)


def test_an_edit_beside_a_withdrawal_of_the_fonds_keeps_everything_closed(client, file, record, archivist, stranger):
    client.force_login(archivist)
    form = filled_form(client, edit_url(file), title="Hồ sơ B")

    with meanwhile(lambda: opening.withdraw(record, reason="mật", by=archivist, at=NOON)):
        client.post(edit_url(file), form)

    assert not access.may_see_description(stranger, Record.objects.get(pk=file.pk))


def test_an_edit_beside_a_move_keeps_the_new_place(client, file, archivist):
    elsewhere = make_record(title="Phông khác", access="closed")
    client.force_login(archivist)
    form = filled_form(client, edit_url(file), title="Hồ sơ B")

    with meanwhile(lambda: describing.move(file, under=elsewhere, by=archivist, at=NOON)):
        client.post(edit_url(file), form)

    now = Record.objects.get(pk=file.pk)
    assert now.get_parent() == elsewhere
    assert (now.title, now.effective_access) == ("Hồ sơ B", "closed")
    assert Record.find_problems() == ([], [], [], [], [])


def test_going_back_to_an_old_description_beside_a_withdrawal_keeps_the_record_closed(
    client, file, archivist, stranger
):
    client.force_login(archivist)
    client.post(edit_url(file), filled_form(client, edit_url(file), title="Hồ sơ B"))
    client.post(edit_url(file), filled_form(client, edit_url(file), title="Hồ sơ C"))
    old = Record.objects.get(pk=file.pk).revisions.order_by("pk").first()
    url = reverse("wagtailsnippets_catalog_record:revisions_revert", args=[file.pk, old.pk])
    form = filled_form(client, url)

    with meanwhile(lambda: opening.withdraw(file, reason="mật", by=archivist, at=NOON)):
        answer = client.post(url, form)

    now = Record.objects.get(pk=file.pk)
    assert answer.status_code == 302
    assert (now.title, now.access, now.effective_access) == ("Hồ sơ B", "closed", "closed")
    assert not access.may_see_description(stranger, now)


def test_fields_that_the_form_does_not_show_do_not_travel_through_it(client, file, archivist):
    client.force_login(archivist)
    before = {name: getattr(file, name) for name in NEVER_REVERTED if name != "version"}
    forged = dict.fromkeys(NEVER_REVERTED, "9") | {"access": "open", "embargo_until": ""}
    opening.withdraw(file, reason="mật", by=archivist, at=NOON)

    client.post(edit_url(file), filled_form(client, edit_url(file), title="Hồ sơ B", **forged))

    now = Record.objects.get(pk=file.pk)
    after = {name: getattr(now, name) for name in before}
    changed = {name for name in before if before[name] != after[name]}
    assert now.title == "Hồ sơ B"
    assert changed == {"access", "access_reason", "effective_access", "epoch"}  # by withdrawing


@pytest.mark.parametrize("name", sorted(NEVER_REVERTED))
def test_a_description_has_no_field_of_access_or_place(file, archivist, name):
    with pytest.raises(ValueError, match=name):
        describing.describe(file, by=archivist, at=NOON, **{name: getattr(file, name)})


def test_keywords_alone_are_an_edit_with_its_event(client, file, archivist):
    client.force_login(archivist)
    version = Record.objects.get(pk=file.pk).version

    client.post(edit_url(file), filled_form(client, edit_url(file), tags="ruộng đất, lũ lụt"))

    now = Record.objects.get(pk=file.pk)
    event = Event.objects.filter(object_key=file.key, kind="modification").get()
    assert set(now.tags.names()) == {"ruộng đất", "lũ lụt"}
    assert now.version == version + 1
    assert event.detail["fields"] == ["tags"]


def test_saving_without_a_change_is_no_edit(client, file, archivist):
    client.force_login(archivist)

    client.post(edit_url(file), filled_form(client, edit_url(file)))

    assert not Event.objects.filter(object_key=file.key, kind="modification").exists()


def test_a_stale_form_takes_no_guard_off_a_title(client, record, archivist):
    file = make_record(record, title="Vụ án", access="on_request", reference_code="PT.02")
    client.force_login(archivist)
    form = filled_form(client, edit_url(file), title="Vụ án.")
    describing.describe(file, by=None, at=NOON, public_title="Hồ sơ vụ việc")

    answer = client.post(edit_url(file), form)

    now = Record.objects.get(pk=file.pk)
    assert answer.status_code == 200
    assert "Chưa lưu gì" in answer.content.decode()
    assert (now.title, now.public_title) == ("Vụ án", "Hồ sơ vụ việc")


def test_two_who_edit_different_fields_keep_both(client, file, archivist):
    client.force_login(archivist)
    form = filled_form(client, edit_url(file), title="Hồ sơ B")
    opening.reclassify(file, to="on_request", reason="x", by=None, at=NOON)
    describing.describe(file, by=None, at=NOON, tags=["lũ lụt"])
    form["tags"] = '"lũ lụt"'

    answer = client.post(edit_url(file), form)

    now = Record.objects.get(pk=file.pk)
    assert answer.status_code == 302
    assert (now.title, list(now.tags.names()), now.access) == ("Hồ sơ B", ["lũ lụt"], "on_request")


def test_moving_opens_nothing_without_a_word(client, archivist, stranger):
    closed = make_record(title="Kín", access="closed", reference_code="KIN")
    file = make_record(closed, title="Hồ sơ", reference_code="KIN.1")
    make_record(title="Mở", reference_code="MO")
    client.force_login(archivist)
    url = reverse("access:move", args=[file.key])

    asked = client.post(url, {"under": "MO"})
    assert asked.status_code == 200
    assert not access.may_see_description(stranger, Record.objects.get(pk=file.pk))
    client.post(url, {"under": "MO", "opens": "on"})

    assert access.may_see_description(stranger, Record.objects.get(pk=file.pk))


def test_moving_to_a_stricter_place_needs_no_word(client, archivist, record):
    file = make_record(record, title="Hồ sơ", reference_code="PT.3")
    make_record(title="Kín", access="closed", reference_code="KIN")
    client.force_login(archivist)

    answer = client.post(reverse("access:move", args=[file.key]), {"under": "KIN"})

    assert answer.status_code == 302
