"""A record that closes, is held or guarded while a request is on its way: nothing is handed out on an old word."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from catalog.models import AccessGrant
from catalog.records.actions import access as opening
from catalog.records.actions import scans as attaching
from catalog.records.actions.access import Classification
from catalog.vocabulary import Access
from portal.reading_room.copies import actions as copies
from portal.reading_room.copies.making import CannotMake
from portal.reading_room.loans import actions as loans
from portal.reading_room.models import AccessRequest, AuthenticatedCopy, Fee, FinishedCopy, Loan
from portal.reading_room.requests.actions import decisions
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.upkeep import do_due_work
from tests.conftest import NOON, picture
from tests.factories import make_record
from tests.reading_room.asking import approve, ask

NOW = timezone.now


@pytest.fixture
def volume(record, take_in, tmp_path):
    """An open file of two pages with an open item of one."""
    file = make_record(record, title="Sổ", reference_code="PT.07", paper_file_code="Hộp 7")
    item = make_record(file, title="Văn bản trong sổ", level="item", reference_code="PT.07.1")
    for owner, sizes in ((file, (801, 802)), (item, (803,))):
        folder = tmp_path / owner.key
        folder.mkdir()
        for size in sizes:
            (folder / f"{size}.jpg").write_bytes(picture(size=(size, 900), text=str(size)))
        take_in(owner, folder=folder)
    return file, item


def to(record, level, archivist, **more):
    opening.reclassify(record, to=level, reason="xét lại", by=archivist, at=NOW(), **more)
    record.refresh_from_db()


def states(*requests) -> list[str]:
    return [AccessRequest.objects.get(pk=each.pk).state for each in requests]


def test_what_one_officer_approved_is_decided_by_two_once_it_is_on_request(
    volume, researcher, officer, second_officer, archivist, give_card, do_after_commit
):
    file, _item = volume
    give_card(researcher)
    copy = ask(file, by=researcher, at=NOW(), use="copy")
    ready = ask(file, by=researcher, at=NOW(), use="information", wish="x" * 12)
    paper = ask(file, by=researcher, at=NOW(), use="room", wish="x" * 12)
    for each in (copy, paper):
        decisions.approve(each, by=officer, at=NOW())
    with do_after_commit():
        to(file, Access.ON_REQUEST, archivist)

    assert states(copy, paper, ready) == ["submitted"] * 3
    with pytest.raises(NotAllowedNow):
        copies.make(copy, by=officer, at=NOW())
    approve(copy, first=officer, second=second_officer, at=NOW())
    assert copies.make(copy, by=officer, at=NOW()).state == "ready"


def test_a_copy_that_waits_is_taken_back_when_a_page_of_it_closes(
    client, volume, researcher, officer, archivist, give_card, certificate, do_after_commit
):
    file, item = volume
    give_card(researcher)
    asked = ask(file, by=researcher, at=NOW(), use="authenticated")
    decisions.approve(asked, by=officer, at=NOW())
    copies.make(asked, by=officer, at=NOW())
    path = settings.COPY_FILES / str(FinishedCopy.objects.get().ref)
    with do_after_commit():
        opening.withdraw(item, reason="mật", by=archivist, at=NOW())

    assert not path.exists()
    assert states(asked) == ["revoked"]
    assert AuthenticatedCopy.objects.get().withdrawn_at
    client.force_login(researcher)
    assert client.get(f"/reading-room/copies/{FinishedCopy.objects.get().ref}/").status_code == 410


def test_a_copy_that_was_fetched_is_not_fetched_again_once_a_page_of_it_closes_beside_its_file(
    client, volume, researcher, officer, archivist, do_after_commit
):
    file, item = volume
    asked = ask(file, by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    copies.make(asked, by=officer, at=NOW())
    address = f"/reading-room/copies/{FinishedCopy.objects.get().ref}/"
    client.force_login(researcher)
    fetched = client.get(address)
    assert fetched.status_code == 200
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")

    # as one finding aid may say of both
    decided = [Classification(file, Access.ON_REQUEST, "xét lại"), Classification(item, Access.CLOSED, "mật")]
    with do_after_commit():
        opening.reclassify_all(decided, by=archivist, at=NOW())

    assert client.get(address).status_code == 410
    assert not (settings.COPY_FILES / str(FinishedCopy.objects.get().ref)).exists()


def test_a_look_at_the_headers_of_a_copy_hands_nothing_over(client, volume, researcher, officer):
    asked = ask(volume[0], by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    copies.make(asked, by=officer, at=NOW())
    made = FinishedCopy.objects.get()
    client.force_login(researcher)

    looked = client.head(f"/reading-room/copies/{made.ref}/")
    made.refresh_from_db()

    assert (looked.status_code, states(asked), made.fetched) == (405, ["ready"], 0)


def test_a_copy_whose_folder_is_not_there_stays_to_be_downloaded(client, volume, researcher, officer):
    asked = ask(volume[0], by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    copies.make(asked, by=officer, at=NOW())
    made = FinishedCopy.objects.get()
    (settings.COPY_FILES / str(made.ref)).unlink()
    client.force_login(researcher)

    page = client.get(f"/reading-room/copies/{made.ref}/")

    assert (page.status_code, states(asked)) == (410, ["ready"])
    assert "Không còn tải được bản sao này nữa." in page.content.decode()


def test_a_copy_to_print_that_is_not_there_is_said_to_be_so(client, volume, researcher, officer):
    asked = ask(volume[0], by=researcher, at=NOW(), use="copy", copy_format="paper")
    decisions.approve(asked, by=officer, at=NOW())
    copies.make(asked, by=officer, at=NOW())
    client.force_login(officer)
    address = reverse("requests:print", args=[asked.pk])
    printed = client.get(address)
    assert b"".join(printed.streaming_content).startswith(b"%PDF")

    (settings.COPY_FILES / str(FinishedCopy.objects.get().ref)).unlink()

    assert "Không có gì để in." in client.get(address, follow=True).content.decode()


def test_a_copy_that_is_forgotten_or_of_somebody_else_is_not_opened(volume, researcher, other_researcher, officer):
    asked = ask(volume[0], by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    copies.make(asked, by=officer, at=NOW())
    made = FinishedCopy.objects.get()

    with pytest.raises(AccessRequest.DoesNotExist):
        copies.download(made, by=other_researcher, at=NOW())
    FinishedCopy.objects.filter(pk=made.pk).delete()
    with pytest.raises(NotAllowedNow):
        copies.download(made, by=researcher, at=NOW())


def test_a_page_that_was_chosen_stays_that_page_or_nothing_is_made(volume, researcher, officer, archivist):
    file, item = volume
    last = ask(file, by=researcher, at=NOW(), use="copy", pages="3")
    first = ask(file, by=researcher, at=NOW(), use="information", wish="x" * 12)
    assert last.scan_keys == [item.scans.get().key]
    decisions.approve(last, by=officer, at=NOW())
    attaching.detach(file.scans.get(order=1), by=None, at=NOW())
    copies.make(last, by=officer, at=NOW())
    assert states(first) == ["submitted"]

    again = ask(file, by=researcher, at=NOW(), use="copy")
    decisions.approve(again, by=officer, at=NOW())
    attaching.detach(item.scans.get(), by=None, at=NOW())
    with pytest.raises(CannotMake):
        copies.make(again, by=officer, at=NOW())


def test_an_embargo_ends_what_is_on_its_way_and_stops_what_is_at_the_counter(
    volume, researcher, officer, archivist, give_card
):
    file, _item = volume
    give_card(researcher)
    paper = ask(file, by=researcher, at=NOW(), use="room", wish="x" * 12)
    decisions.approve(paper, by=officer, at=NOW())
    paper.refresh_from_db()
    loans.fetch(paper.retrieval, by=officer, at=NOW())
    to(file, Access.OPEN, archivist, embargo_until=date(2099, 1, 1))

    assert states(paper) == ["revoked"]
    with pytest.raises(NotAllowedNow):
        loans.issue(paper, by=officer, at=NOW())
    AccessRequest.objects.filter(pk=paper.pk).update(state="ready")
    with pytest.raises(NotAllowedNow):
        loans.issue(paper, by=officer, at=NOW())
    assert not Loan.objects.exists()


def test_paper_that_holds_more_than_is_open_needs_two_officers(
    volume, researcher, officer, second_officer, archivist, give_card, client
):
    file, item = volume
    sibling = make_record(file, title="Riêng tư", level="item", access="closed", reference_code="PT.07.2")
    give_card(researcher)
    asked = ask(item, by=researcher, at=NOW(), use="room", wish="x" * 12)
    with pytest.raises(NotAllowedNow):
        decisions.approve(asked, by=officer, at=NOW())
    client.force_login(officer)
    page = client.get(f"/desk/requests/{asked.pk}/").content.decode()
    assert "hai cán bộ" in page
    assert sibling.title not in page

    assert approve(asked, first=officer, second=second_officer, at=NOW()).state == "preparing"


def test_what_has_opened_need_not_be_asked_for(record, researcher, archivist, do_after_commit, mailoutbox):
    file = make_record(record, access="on_request", reference_code="PT.9")
    asked = ask(file, by=researcher, at=NOW())
    with do_after_commit():
        to(file, Access.OPEN, archivist)

    assert states(asked) == ["closed"]
    assert "công khai" in mailoutbox[-1].body


def test_paper_in_hand_when_its_record_closes_still_comes_back(
    client, volume, researcher, officer, archivist, give_card
):
    file, _item = volume
    give_card(researcher)
    asked = ask(file, by=researcher, at=NOW(), use="room", wish="x" * 12)
    decisions.approve(asked, by=officer, at=NOW())
    asked.refresh_from_db()
    loans.fetch(asked.retrieval, by=officer, at=NOW())
    loans.issue(asked, by=officer, at=NOW())
    opening.withdraw(file, reason="mật", by=archivist, at=NOW())
    client.force_login(officer)
    page = f"/desk/requests/{asked.pk}/"

    assert f"{page}give_back/" in client.get(page).content.decode()
    client.post(f"{page}give_back/", {"condition": "x" * 301})
    assert Loan.objects.get().returned_at is None
    client.post(f"{page}give_back/", {"condition": "Nguyên vẹn", "next": "https://elsewhere.example/"})
    assert Loan.objects.get().returned_at
    client.post(f"/desk/loans/{asked.retrieval.ref}/shelve/")
    asked.retrieval.refresh_from_db()
    assert asked.retrieval.shelved_at


def test_paper_that_nobody_fetches_goes_back_after_its_term(volume, researcher, officer, give_card):
    file, _item = volume
    give_card(researcher)
    asked = ask(file, by=researcher, at=NOON, use="room", wish="x" * 12)
    decisions.approve(asked, by=officer, at=NOON)
    asked.refresh_from_db()
    loans.fetch(asked.retrieval, by=officer, at=NOON)

    do_due_work(at=NOON + timedelta(days=14))
    assert states(asked) == ["ready"]
    do_due_work(at=NOON + timedelta(days=15))
    assert states(asked) == ["cancelled"]
    loans.shelve(asked.retrieval, by=officer, at=NOON)


def test_what_proves_impossible_is_refused_with_a_word(volume, researcher, officer):
    file, item = volume
    asked = ask(file, by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    attaching.detach(item.scans.get(), by=None, at=NOW())

    done = decisions.refuse(asked, by=officer, at=NOW(), reason="other", reply="Trang đã hỏng.")
    assert done.state == "refused"


def test_nobody_takes_money_or_paper_for_a_request_of_their_own(volume, officer, second_officer, give_card):
    file, _item = volume
    Fee.objects.create(
        name="Sao",
        use="copy",
        copy_format="pdf",
        unit="page",
        amount=1000,
        valid_from=date(2026, 1, 1),
    )
    copy = ask(file, by=officer, at=NOW(), use="copy")
    copy = decisions.approve(copy, by=second_officer, at=NOW())
    with pytest.raises(PermissionDenied):
        copies.take_payment(copy.bill, by=officer, at=NOW(), paid_by="counter")
    copies.take_payment(copy.bill, by=second_officer, at=NOW(), paid_by="counter")
    with pytest.raises(PermissionDenied):
        copies.make(copy, by=officer, at=NOW())


def test_a_bill_shows_what_is_to_be_paid_now(volume, record, take_in, researcher, officer):
    file, item = volume
    Fee.objects.create(
        name="Sao",
        use="copy",
        copy_format="pdf",
        unit="page",
        amount=1000,
        valid_from=date(2026, 1, 1),
    )
    from portal.reading_room.requests.actions import asking

    dossier = asking.submit(
        [asking.Wish(file, "copy"), asking.Wish(item, "copy")],
        by=researcher,
        purpose="01",
        purpose_text="x" * 12,
        at=NOW(),
    )
    one, other = [decisions.approve(each, by=officer, at=NOW()) for each in dossier.requests.order_by("pk")]
    copies.accept(one.bill, by=researcher, at=NOW())
    asking.cancel(other, by=researcher, at=NOW())

    one.bill.refresh_from_db()
    assert one.bill.total == 3000
    assert copies.take_payment(one.bill, by=officer, at=NOW(), paid_by="counter").total == 3000


def test_an_administrator_who_deletes_an_account_leaves_nothing_of_it(researcher, volume, officer, second_officer):
    file, _item = volume
    copy = ask(file, by=researcher, at=NOW(), use="copy")
    decisions.approve(copy, by=officer, at=NOW())
    waiting = ask(file, by=researcher, at=NOW(), use="information", wish="x" * 12)
    researcher.delete()

    assert states(copy, waiting) == ["revoked", "cancelled"]
    assert not AccessGrant.objects.exists()
    with pytest.raises(NotAllowedNow):
        decisions.approve(AccessRequest.objects.get(pk=waiting.pk), by=second_officer, at=NOW())
