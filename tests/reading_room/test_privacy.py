"""What is kept of a reader: shown, exported, erased; by whom, when, and with what left behind."""

import html
import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from catalog import access
from catalog.models import AccessGrant, Event
from catalog.records.actions import access as opening
from portal.accounts import vault
from portal.accounts.models import User
from portal.accounts.personal import fields_of
from portal.reading_room.cards import actions as cards
from portal.reading_room.loans import actions as loans
from portal.reading_room.models import AccessRequest, Dossier, ReaderCard, Visit
from portal.reading_room.privacy import actions as privacy
from portal.reading_room.privacy.actions import TABLES, kept_fields
from portal.reading_room.requests.actions import asking, decisions
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.vocabulary import Actor, DataKind
from portal.reading_room.upkeep import ERASE, STALE, do_due_work
from portal.reading_room.visits import actions as visits
from portal.reading_room.visits.hours import Timetable
from tests.conftest import NOON
from tests.factories import UserFactory, make_record
from tests.reading_room.asking import approve, ask

CANARIES = (
    "079555555555",
    "0988777666",
    "Nguyễn Thị Chim",
    "chim@luutru.example",
    "Viện Chim",
    "giay-cua-chim",
    "Tôi là chim.",
)


@pytest.fixture
def canary(db):
    return UserFactory(username="chim", email=CANARIES[3], full_name=CANARIES[2], institution=CANARIES[4])


def apply(reader, at=NOON):
    return cards.apply(
        reader=reader,
        kind="organisation",
        number=CANARIES[0],
        phone=CANARIES[1],
        purpose="01",
        purpose_text=CANARIES[6],
        institution=CANARIES[4],
        letter=(f"{CANARIES[5]}.pdf", b"%PDF-" + CANARIES[5].encode()),
        at=at,
    )


def dump() -> str:
    """Every cell of every table, as words; and every byte of the readers' folder."""
    words = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            words += [
                bytes(cell).decode("utf-8", "replace") if isinstance(cell, (bytes, memoryview)) else str(cell)
                for row in cursor.fetchall()
                for cell in row
            ]
    files = settings.READER_FILES.iterdir() if settings.READER_FILES.exists() else []
    return "\n".join(words + [path.read_bytes().decode("utf-8", "replace") for path in files])


def test_after_erasing_no_byte_of_the_reader_is_left(canary, record, officer, second_officer, room):
    file = make_record(record, access="on_request", reference_code="PT.2")
    apply(canary)
    asked = ask(file, by=canary, at=NOON, purpose_text=CANARIES[6], wish=CANARIES[6])
    decisions.ask_back(asked, by=officer, at=NOON, text="?")
    asking.answer(asked, by=canary, at=NOON, text=CANARIES[6])
    decisions.refuse(asked, by=officer, at=NOON, reason="other", reply=f"Thưa {CANARIES[2]}")
    assert all(each in dump() for each in CANARIES[2:5])
    assert not any(each in dump() for each in CANARIES[:2])

    privacy.erase(canary, at=NOON)

    left = dump()
    assert [each for each in CANARIES if each in left] == []
    assert Dossier.objects.count() == AccessRequest.objects.count() == ReaderCard.objects.count() == 1
    assert Event.objects.filter(kind="reader-data").get().detail == {"deed": "erased"}


def test_erasing_ends_what_runs_and_gives_seats_back(canary, record, officer, second_officer, room):
    file = make_record(record, access="on_request", reference_code="PT.2")
    running = approve(
        ask(file, by=canary, at=NOON),
        first=officer,
        second=second_officer,
        at=NOON,
        until=NOON + timedelta(days=9),
    )
    waiting = ask(record, by=canary, at=NOON, use="information", wish="x" * 12)
    now = timezone.now()
    day = timezone.localdate() + timedelta(days=2)
    while Timetable().on(day, "am") is None:
        day += timedelta(days=1)
    visits.book(visits.hold(reader=canary, day=day, part="am", kind="desk", at=now), by=canary, at=now)

    privacy.erase(canary, at=NOON)

    for each in (running, waiting):
        each.refresh_from_db()
    assert (running.state, waiting.state) == ("closed", "cancelled")
    assert not AccessGrant.objects.active(NOON).exists()
    assert Visit.objects.get().state == "cancelled"


def test_who_has_a_file_in_hand_cannot_vanish(canary, record, officer, give_card):
    file = make_record(record, reference_code="PT.3", paper_file_code="Hộp 3")
    give_card(canary)
    asked = decisions.approve(ask(file, by=canary, at=NOON, use="room"), by=officer, at=NOON)
    loans.fetch(asked.retrieval, by=officer, at=NOON)
    loan = loans.issue(asked, by=officer, at=NOON)

    with pytest.raises(NotAllowedNow):
        privacy.erase(canary, at=NOON)
    loans.return_paper(loan, by=officer, at=NOON)
    privacy.erase(canary, at=NOON)


def test_staff_are_not_erased_by_a_click(officer):
    with pytest.raises(NotAllowedNow):
        privacy.erase(officer, at=NOON)


def test_the_export_holds_everything_in_full_and_is_an_event(client, canary, record, researcher):
    apply(canary)
    ask(record, by=canary, at=NOON, use="information", wish="Phông này có gì?")
    ask(record, by=researcher, at=NOON, use="information", wish="Của người khác")
    client.force_login(canary)

    bundle = zipfile.ZipFile(io.BytesIO(client.post("/reading-room/data/export/").content))

    data = json.loads(bundle.read("data.json"))
    assert (data["cards"][0]["number"], data["cards"][0]["phone"]) == CANARIES[:2]
    assert data["dossiers"][0]["requests"][0]["wish"] == "Phông này có gì?"
    assert len(data["dossiers"]) == 1
    letters = [name for name in bundle.namelist() if name.startswith("letters/")]
    assert bundle.read(letters[0]).startswith(b"%PDF-")
    assert Event.objects.get(kind="reader-data").detail == {"deed": "exported"}


# -- every field says what it is for ---------------------------------------------------------------

# of staff, of the archive, or of a code that says nothing of anybody
NOT_PERSONAL = {
    "AccessRequest": {"assigned_to", "copy_format", "decided_by", "reason", "scan_keys", "screened_by"},
    "BasketItem": {"copy_format"},
    "Loan": {"condition", "issued_by", "returned_to"},
    "ReaderCard": {"checked_by", "decided_by"},
    "Visit": set(),
}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_field_that_may_name_a_reader_says_what_for_and_until_when(model):
    telling = (models.CharField, models.TextField, models.BinaryField, models.JSONField, models.FileField)
    fields = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, telling) or field.related_model is get_user_model()
    }

    assert fields - {field.name for field in fields_of(model)} == NOT_PERSONAL.get(model.__name__, set())


def test_every_table_that_names_a_reader_is_among_those_that_are_exported_and_erased():
    of_staff = re.compile(r"(_by|_to|^by)$")
    naming = {
        model
        for model in apps.get_app_config("reading_room").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User and not of_staff.search(field.name)
    }

    assert naming <= set(TABLES)


# of a request they keep money, a file and a number, and nothing of its reader
NOT_ABOUT_READERS = {"Bill", "AuthenticatedCopy", "FinishedCopy"}


def test_every_table_that_hangs_on_a_request_is_exported_and_erased_or_holds_nothing_of_its_reader():
    hanging = {
        model.__name__
        for model in apps.get_app_config("reading_room").get_models()
        for field in model._meta.concrete_fields
        if field.related_model in (AccessRequest, Dossier)
    }

    assert hanging - {model.__name__ for model in TABLES} == NOT_ABOUT_READERS


@pytest.mark.parametrize("model", [model for model in TABLES if model is not User], ids=lambda model: model.__name__)
def test_what_is_erased_leaves_no_word_of_the_reader(model):
    row = model()
    for field in fields_of(model):
        if not field.stays and not model._meta.get_field(field.name).is_relation:
            setattr(row, field.name, b"chim" if field.erased == b"" else "chim")

    for field in fields_of(model):
        if not field.stays:
            setattr(row, field.name, field.erased)

    assert "chim" not in str({field.name: getattr(row, field.attname) for field in model._meta.concrete_fields})


def test_every_term_of_keeping_has_a_clock_that_erases():
    assert set(STALE) == set(ERASE) == set(DataKind)


def test_the_page_says_of_every_field_what_it_is_for(client, researcher):
    client.force_login(researcher)

    page = client.get("/reading-room/data/").content.decode()

    for _table, rows in kept_fields():
        for _name, purpose, _term in rows:
            assert purpose[1:] in html.unescape(page)


def test_a_reader_erases_the_account_on_the_page_and_is_signed_out(client, canary):
    client.force_login(canary)
    page = client.get("/reading-room/data/").content.decode()
    assert CANARIES[3] in page
    client.post("/reading-room/data/erase/", {})
    canary.refresh_from_db()

    client.post("/reading-room/data/erase/", {"sure": "on"})

    assert client.get("/reading-room/").status_code == 302
    assert CANARIES[3] not in dump()


def test_data_shrink_by_rule_and_figures_stay(canary, record, officer):
    refused = ask(record, by=canary, at=NOON, use="information", wish="x" * 12)
    decisions.refuse(refused, by=officer, at=NOON, reason="other", reply="Không.")
    served = ask(record, by=canary, at=NOON, use="information", wish=CANARIES[6] * 2)
    decisions.inform(served, by=officer, at=NOON, reply="Có.")

    do_due_work(at=NOON + timedelta(days=364))
    assert Dossier.objects.filter(researcher=canary).count() == 2
    do_due_work(at=NOON + timedelta(days=366))
    refused.refresh_from_db()
    served.refresh_from_db()
    assert (refused.researcher, refused.wish, refused.state) == (None, "", "refused")
    assert served.researcher == canary
    do_due_work(at=NOON + timedelta(days=1826))
    assert not Dossier.objects.exclude(researcher=None).exists()
    assert AccessRequest.objects.count() == 2


def test_what_is_open_is_never_shrunk(canary, record):
    ask(record, by=canary, at=NOON, use="information", wish="x" * 12)
    do_due_work(at=NOON + timedelta(days=5000))

    assert Dossier.objects.get().researcher == canary


def test_accounts_that_were_never_confirmed_go(client, db, django_user_model):
    form = {
        "full_name": "Không Xác Nhận",
        "email": "quen@luutru.example",
        "password1": "sông dài biển rộng 26",
        "password2": "sông dài biển rộng 26",
        "institution": "",
    }
    client.post("/account/signup/", form)
    assert django_user_model.objects.filter(email="quen@luutru.example").exists()

    do_due_work(at=timezone.now() + timedelta(days=8))
    assert not django_user_model.objects.filter(email="quen@luutru.example").exists()


def test_the_clock_ends_reading_and_access(canary, record, officer, second_officer):
    file = make_record(record, access="on_request", reference_code="PT.2")
    until = NOON + timedelta(days=2)
    asked = approve(ask(file, by=canary, at=NOON), first=officer, second=second_officer, at=NOON, until=until)

    assert not access.may_see_content(canary, file, at=until)
    assert do_due_work(at=until - timedelta(seconds=1))["requests"] == 0
    assert do_due_work(at=until)["requests"] == 1
    assert do_due_work(at=until)["requests"] == 0
    asked.refresh_from_db()
    assert asked.state == "closed"


def test_the_command_does_it_and_says_what_it_would_do(canary, record, officer, capsys):
    refused = ask(record, by=canary, at=NOON - timedelta(days=4000), use="information", wish="x" * 12)
    decisions.refuse(refused, by=officer, at=NOON, reason="other", reply="Không.")

    call_command("keep_reading_room", "--dry-run")
    assert "unserved: 1" in capsys.readouterr().out
    assert Dossier.objects.get().researcher == canary
    call_command("keep_reading_room")
    assert Dossier.objects.get().researcher is None


# -- more time, and taken back ---------------------------------------------------------------------


def test_more_time_is_asked_for_and_given_or_not(client, canary, record, officer, second_officer):
    file = make_record(record, access="on_request", reference_code="PT.2")
    now = timezone.now()
    asked = approve(
        ask(file, by=canary, at=now),
        first=officer,
        second=second_officer,
        at=now,
        until=now + timedelta(days=2),
    )
    client.force_login(canary)
    page = f"/reading-room/requests/{asked.pk}/"
    client.post(f"{page}extend/", {"text": "Chưa đọc xong."})
    client.post(f"{page}extend/", {"text": "Chưa đọc xong."})
    assert asked.words.filter(kind="extension").count() == 1

    client.force_login(officer)
    client.post(f"/desk/requests/{asked.pk}/extend/", {"until": timezone.localdate().isoformat()})
    asked.refresh_from_db()
    assert asked.extension_asked_at  # who screened it does not
    client.force_login(second_officer)
    until = timezone.localdate() + timedelta(days=10)
    client.post(f"/desk/requests/{asked.pk}/extend/", {"until": "2999-01-01"})
    asked.refresh_from_db()
    assert asked.extension_asked_at
    client.post(f"/desk/requests/{asked.pk}/extend/", {"until": until.isoformat()})
    asked.refresh_from_db()
    assert asked.grant.last_day == until
    assert asked.extension_asked_at is None


def test_an_officer_takes_access_back_and_the_viewer_is_closed(client, canary, record, officer, second_officer):
    file = make_record(record, access="on_request", reference_code="PT.2")
    now = timezone.now()
    asked = approve(
        ask(file, by=canary, at=now),
        first=officer,
        second=second_officer,
        at=now,
        until=now + timedelta(days=2),
    )
    client.force_login(second_officer)

    client.post(f"/desk/requests/{asked.pk}/take_back/", {"text": "Có khiếu nại."})

    asked.refresh_from_db()
    assert asked.state == "revoked"
    assert not access.may_see_content(canary, file)


def test_a_grant_with_a_download_gives_the_pdf_and_one_without_does_not(
    client, canary, record, take_in, officer, second_officer
):
    from tests.conftest import picture

    file = make_record(record, access="on_request", reference_code="PT.2")
    take_in(file, {"1.jpg": picture()})
    now, address = timezone.now(), f"/iiif/rendering/{file.key}.pdf"
    client.force_login(canary)
    for may_download, status in ((False, 404), (True, 200)):
        asked = ask(file, by=canary, at=now)
        approve(
            asked,
            first=officer,
            second=second_officer,
            at=now,
            until=now + timedelta(days=2),
            may_download=may_download,
        )
        answer = client.get(address)
        assert answer.status_code == status
        AccessGrant.objects.all().update(revoked_at=now)
    assert "private" in answer["Cache-Control"]
    client.logout()
    assert client.get(address).status_code == 404


def test_a_letter_that_is_lost_keeps_nobody_from_the_export(canary):
    card = apply(canary)
    vault.drop_file(str(card.ref))

    with zipfile.ZipFile(io.BytesIO(privacy.export(canary, at=NOON))) as bundle:
        assert bundle.namelist() == ["data.json"]


def test_what_officers_wrote_about_a_record_that_has_closed_is_not_exported(canary, record, officer, archivist):
    file = make_record(record, access="on_request", reference_code="PT.2")
    asked = ask(file, by=canary, at=NOON)
    decisions.ask_back(asked, by=officer, at=NOON, text="Về hồ sơ mật nào?")
    asking.answer(asked, by=canary, at=NOON, text="Hồ sơ này.")
    opening.reclassify(file, to="closed", reason="x", by=archivist, at=NOON)

    told = json.dumps(privacy.gather(canary), ensure_ascii=False)

    assert "Hồ sơ này." in told
    assert "hồ sơ mật nào" not in told


def test_an_account_that_is_deleted_leaves_past_visits_and_ended_cards_nameless(
    canary, record, officer, room, give_card
):
    """The desk deletes an account although a file is in the reader's hands: the loan stays, without the name."""
    give_card(canary)
    file = make_record(record, reference_code="PT.2")
    asked = decisions.approve(ask(file, by=canary, at=NOON, use="room"), by=officer, at=NOON)
    loans.fetch(AccessRequest.objects.get(pk=asked.pk).retrieval, by=officer, at=NOON)
    loans.issue(AccessRequest.objects.get(pk=asked.pk), by=officer, at=NOON)
    held = visits.hold(reader=canary, day=date(2026, 9, 3), part="am", kind="desk", at=NOON)
    visits.book(held, by=canary, at=NOON)
    cards.end(ReaderCard.objects.get(), by=canary, at=NOON, actor=Actor.READER)

    privacy.leave_nothing(canary, at=NOON + timedelta(days=30))

    assert AccessRequest.objects.get(pk=asked.pk).state == "in_use"
    assert Visit.objects.get().reader is None
    assert Visit.objects.get().state == "booked"
    assert ReaderCard.objects.get().state == "ended"
