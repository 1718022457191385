"""The desk: describing below, going back to an earlier description, one door for everyone."""

from django.utils import timezone

from catalog.actions import access as opening
from catalog.models import Event, Record
from tests.factories import make_record

FORM = {
    "level": "file",
    "title": "Hồ sơ mới",
    "reference_code": "PT.7",
    "date_edtf": "1932",
    "tags": "",
    "date_text": "1932",
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
        f"under={record.key}"
        in client.get(f"/desk/snippets/catalog/record/add/?under={record.key}").content.decode()
    )


def test_a_date_that_is_none_is_refused_in_words(client, record, archivist):
    client.force_login(archivist)

    response = client.post(
        f"/desk/snippets/catalog/record/edit/{record.pk}/", {**FORM, "date_edtf": "hôm qua"}
    )

    assert "hôm qua" in response.content.decode()
    assert Record.objects.get(pk=record.pk).title == "Phông thử"


def test_going_back_to_an_earlier_description_does_not_reopen_it(
    client, record, archivist, stranger
):
    client.force_login(archivist)
    file = make_record(record, title="Đầu", reference_code="PT.8")
    edit = f"/desk/snippets/catalog/record/edit/{file.pk}/"
    client.post(edit, {**FORM, "title": "Trước", "reference_code": "PT.8"})
    earlier = Record.objects.get(pk=file.pk).latest_revision
    client.post(edit, {**FORM, "title": "Sau", "reference_code": "PT.8"})
    opening.withdraw(Record.objects.get(pk=file.pk), reason="mật", by=archivist, at=timezone.now())

    client.post(
        edit, {**FORM, "title": "Trước", "reference_code": "PT.8", "revision": str(earlier.pk)}
    )
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
