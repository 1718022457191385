"""The same step for many requests, and how few questions the desk asks however many there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import AccessGrant
from portal.reading_room.models import AccessRequest, Retrieval
from portal.reading_room.requests.actions import decisions
from tests.factories import UserFactory, make_record
from tests.reading_room.asking import ask


@pytest.fixture
def many(record):
    """Requests of four readers for records on request, one of which is open."""
    now = timezone.now()
    files = [make_record(record, access="on_request", reference_code=f"PT.{n}") for n in range(3)]
    made = [ask(file, by=UserFactory(), at=now) for file in files]
    return [
        *made,
        ask(make_record(record, reference_code="PT.9"), by=UserFactory(), at=now, use="copy"),
    ]


def bulk(client, deed, chosen, **more):
    return client.post(
        "/desk/requests/bulk/",
        {"deed": deed, "pk": [each.pk for each in chosen], "state": "submitted", **more},
        follow=True,
    )


def states(chosen) -> list[str]:
    return [AccessRequest.objects.get(pk=each.pk).state for each in chosen]


def test_many_are_screened_by_one_and_approved_by_another(client, many, officer, second_officer):
    until = (timezone.localdate() + timedelta(days=5)).isoformat()
    client.force_login(officer)
    bulk(client, "screen", many)
    assert states(many) == ["screened"] * 3 + ["submitted"]  # an open record needs no screening

    refused = bulk(client, "approve", many, until=until).content.decode()
    assert states(many) == ["screened"] * 3 + ["preparing"]
    assert "bước thứ hai do cán bộ khác" in refused
    assert not AccessGrant.objects.exists()

    client.force_login(second_officer)
    bulk(client, "approve", many, until=until)
    assert states(many) == ["approved"] * 3 + ["preparing"]


def test_what_the_queue_does_not_offer_for_many_is_not_done_to_many(client, many, officer):
    copy = many[-1]
    decisions.approve(copy, by=officer, at=timezone.now())
    client.force_login(officer)

    answer = bulk(client, "refuse", [copy], reason="other", reply="Không.").content.decode()

    assert states([copy]) == ["preparing"]
    assert "Hiện không thể thực hiện bước này" in answer


def test_many_are_refused_with_one_reason_or_not_at_all(client, many, officer):
    client.force_login(officer)
    for wrong in (
        {},
        {"reason": "other"},
        {"reply": "Không."},
        {"reason": "nonsense", "reply": "Không."},
    ):
        bulk(client, "refuse", many, **wrong)
        assert states(many) == ["submitted"] * 4
    bulk(client, "refuse", many, reason="processing", reply="Đang chỉnh lý.")
    assert states(many) == ["refused"] * 4


@pytest.mark.parametrize("deed", ["approve", "nothing", ""])
def test_a_step_that_makes_no_sense_changes_nothing(client, many, officer, deed):
    client.force_login(officer)

    assert bulk(client, deed, many[:3], until="2001-01-01").status_code == 200
    assert states(many[:3]) == ["submitted"] * 3
    assert (
        client.post("/desk/requests/bulk/", {"deed": "screen", "pk": ["x", "9" * 30]}, follow=True).status_code == 200
    )


def test_many_are_taken_on_and_others_may_not(client, many, officer, archivist):
    client.force_login(archivist)
    bulk(client, "screen", many)
    assert states(many) == ["submitted"] * 4
    client.force_login(officer)
    bulk(client, "mine", many)
    assert AccessRequest.objects.filter(assigned_to=officer).count() == 4


def test_no_page_asks_more_than_twenty_questions(
    give_card, client, many, officer, researcher, record, take_in, django_assert_max_num_queries
):
    now = timezone.now()
    give_card(researcher)
    for number in range(22):
        file = make_record(record, reference_code=f"PT.X{number}", paper_file_code=f"Hộp {number}")
        one = ask(file, by=researcher, at=now, use="copy", copy_format="paper")
        decisions.approve(one, by=officer, at=now)
    room = ask(file, by=researcher, at=now, use="room")
    client.force_login(officer)
    for path in (
        f"requests/{room.pk}/",
        "requests/?state=preparing",
        f"requests/{one.pk}/",
        "cards/",
        "loans/",
        f"loans/{Retrieval.objects.first().ref}/",
        "visits/",
        "registers/",
    ):
        client.get(f"/desk/{path}")  # the first visit of all writes the archive's own settings
        with django_assert_max_num_queries(20):
            assert client.get(f"/desk/{path}").status_code == 200, path
