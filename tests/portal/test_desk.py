"""The desk: describing below, going back to an earlier description, one door for everyone."""

from django.db import OperationalError, connection
from django.utils import timezone

from catalog.models import Event, Record
from catalog.records.actions import access as opening
from tests.factories import make_record

FORM = {
    "level": "file",
    "title": "Hồ sơ mới",
    "reference_code": "PT.7",
    "date_edtf": "1932",
    "tags": "",
    "date_text": "1932",
    "page_layout": "individuals",
    "page_direction": "left-to-right",
    "rights": "http://rightsstatements.org/vocab/CNE/1.0/",
}


def test_describing_something_below_puts_it_below(client, record, archivist):
    client.force_login(archivist)

    client.post(f"/desk/snippets/catalog/record/add/?under={record.key}", FORM)

    made = Record.objects.get(reference_code="PT.7")
    assert made.get_parent().pk == record.pk
    assert made.effective_access == "closed"  # until somebody opens it
    assert made.date_from.year == 1932
    assert Event.objects.filter(object_key=made.key, kind="creation").exists()
    assert (
        f"under={record.key}" in client.get(f"/desk/snippets/catalog/record/add/?under={record.key}").content.decode()
    )


def test_a_date_that_is_none_is_refused_in_words(client, record, archivist):
    client.force_login(archivist)

    response = client.post(f"/desk/snippets/catalog/record/edit/{record.pk}/", {**FORM, "date_edtf": "hôm qua"})

    assert "hôm qua" in response.content.decode()
    assert Record.objects.get(pk=record.pk).title == "Phông thử"


def test_going_back_to_an_earlier_description_does_not_reopen_it(client, record, archivist, stranger):
    client.force_login(archivist)
    file = make_record(record, title="Đầu", reference_code="PT.8")
    edit = f"/desk/snippets/catalog/record/edit/{file.pk}/"
    client.post(edit, {**FORM, "title": "Trước", "reference_code": "PT.8"})
    earlier = Record.objects.get(pk=file.pk).latest_revision
    client.post(edit, {**FORM, "title": "Sau", "reference_code": "PT.8"})
    opening.withdraw(Record.objects.get(pk=file.pk), reason="mật", by=archivist, at=timezone.now())

    client.post(edit, {**FORM, "title": "Trước", "reference_code": "PT.8", "revision": str(earlier.pk)})
    client.post(
        f"/desk/snippets/catalog/record/history/{file.pk}/revisions/{earlier.pk}/revert/",
        {**FORM, "title": "Trước", "reference_code": "PT.8"},
    )

    now = Record.objects.get(pk=file.pk)
    assert (now.access, now.effective_access, now.path) == ("closed", "closed", file.path)
    assert now not in Record.objects.visible_to(stranger)


def test_the_desk_has_no_door_of_its_own(client, db):
    response = client.get("/desk/login/?next=/desk/")

    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/desk/"


def test_a_list_counts_only_what_its_reader_may_know_of(client, record, archivist):
    series = make_record(record, level="series", title="Nhóm")
    make_record(series, access="closed")

    assert "đơn vị bên dưới" not in client.get(f"/r/{record.key}/").content.decode()
    assert "Tìm trong phạm vi này" not in client.get(f"/r/{series.key}/").content.decode()
    client.force_login(archivist)
    assert "1 đơn vị bên dưới" in client.get(f"/r/{record.key}/").content.decode()


def test_a_page_can_be_taken_away_and_the_rest_moves_up(client, record, take_in, archivist):
    from iiif import shelves
    from tests.conftest import picture

    take_in(record, {f"{n}.jpg": picture((200, 100), text=str(n)) for n in range(3)})
    middle = record.scans.get(order=2)
    client.force_login(archivist)
    assert client.get(f"/desk/scans/remove/{middle.key}/").status_code == 200

    client.post(f"/desk/scans/remove/{middle.key}/")

    assert list(record.scans.in_order().values_list("order", "master_name")) == [
        (1, "0.jpg"),
        (2, "2.jpg"),
    ]
    assert not shelves.open_link(middle.key).exists()
    assert client.get(f"/iiif/3/{middle.key}/info.json").status_code == 404


def test_a_record_is_moved_with_what_lies_below_and_takes_on_the_access_there(client, record, archivist, stranger):
    closed = make_record(title="Phông kín", reference_code="KIN", access="closed")
    series = make_record(record, level="series", reference_code="PT.1")
    file = make_record(series, reference_code="PT.1.1")
    client.force_login(archivist)

    refused = client.post(f"/desk/access/{series.key}/move/", {"under": "PT.1.1"})
    assert "errorlist" in refused.content.decode()
    client.post(f"/desk/access/{series.key}/move/", {"under": "KIN"})

    file = Record.objects.get(pk=file.pk)
    assert file.get_parent().get_parent().pk == closed.pk
    assert file not in Record.objects.visible_to(stranger)


def test_a_decision_says_its_last_day(client, record, researcher, archivist):
    from datetime import timedelta

    file = make_record(record, access="on_request")
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    opening.grant(record=file, reader=researcher, by=archivist, starts_at=timezone.now(), ends_at=midnight)
    client.force_login(researcher)

    last = timezone.localdate() + timedelta(days=2)
    assert f"đến hết ngày {last:%d/%m/%Y}" in client.get(f"/r/{file.key}/").content.decode()


def test_a_withdrawal_that_cannot_be_written_says_that_nothing_was_changed(client, record, archivist):
    def full(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "catalog_event"'):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    client.force_login(archivist)
    client.raise_request_exception = False
    with connection.execute_wrapper(full):
        answer = client.post(f"/desk/access/{record.key}/", {"to": "closed", "reason": "mật"})

    assert answer.status_code == 503
    assert "Chưa có gì được thay đổi" in answer.content.decode()
    assert Record.objects.get(pk=record.pk).effective_access == "open"
