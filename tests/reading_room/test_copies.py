"""Copies: quoted, paid, made, signed, fetched, confirmed, purged."""

import hashlib
import io
import os
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from django.utils import timezone

from catalog.models import Scan
from catalog.records.actions import access as opening
from iiif import shelves
from portal.reading_room import upkeep
from portal.reading_room.copies import actions as copies
from portal.reading_room.copies import drawing
from portal.reading_room.copies.making import CannotMake
from portal.reading_room.models import (
    AccessRequest,
    AuthenticatedCopy,
    Bill,
    Counter,
    FinishedCopy,
    RoomRules,
)
from portal.reading_room.requests.actions import decisions
from portal.reading_room.rules.errors import NotAllowedNow
from portal.reading_room.rules.vocabulary import Use
from portal.reading_room.upkeep import do_due_work
from tests.conftest import NOON, picture
from tests.factories import make_record
from tests.reading_room.asking import ask
from tests.reading_room.copying import text_of

NOW = timezone.now


def ready(record, reader, officer, *, use="copy", at=NOON, **more):
    """A copy that costs nothing, made."""
    asked = ask(record, by=reader, at=at, use=use, **more)
    decisions.approve(asked, by=officer, at=at)
    copies.make(asked, by=officer, at=at)
    asked.refresh_from_db()
    return asked


# -- plain copies ----------------------------------------------------------------------------------


def test_a_plain_copy_is_marked_and_holds_the_pages_that_were_chosen(volume, researcher, officer):
    asked = ready(volume, researcher, officer, pages="1, 3")

    pdf = (settings.COPY_FILES / str(asked.finished_copy.ref)).read_bytes()
    pages = text_of(pdf)
    assert len(pages) == 2
    assert "BẢN SAO" in pages[0]
    assert "BẢN SAO" not in pages[1]
    images = [
        [each.get_px_size() for each in page.get_objects() if isinstance(each, pypdfium2.PdfImage)]
        for page in pypdfium2.PdfDocument(pdf)
    ]
    assert images == [[(901, 1200)], [(903, 1200)]]


def test_what_is_stricter_below_does_not_go_along(volume, take_in, researcher, officer):
    item = make_record(volume, title="Văn bản riêng", level="item", access="on_request", reference_code="PT.07.1")
    take_in(item, {"rieng.jpg": picture(text="riêng", size=(777, 1000))})

    asked = ready(volume, researcher, officer)

    assert len(text_of((settings.COPY_FILES / str(asked.finished_copy.ref)).read_bytes())) == 3


def test_the_copy_is_fetched_by_its_reader_alone_and_until_its_term(
    client, volume, researcher, other_researcher, officer
):
    asked = ready(volume, researcher, officer, at=NOW())
    address = f"/reading-room/copies/{asked.finished_copy.ref}/"
    assert client.get(address).status_code == 302
    client.force_login(other_researcher)
    assert client.get(address).status_code == 404
    client.force_login(researcher)

    answer = client.get(address)
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    assert "no-store" in answer["Cache-Control"]
    assert address in client.get(f"/reading-room/requests/{asked.pk}/").content.decode()
    FinishedCopy.objects.update(ends_at=NOW())
    expired = client.get(address)
    assert expired.status_code == 410
    assert "không còn" in expired.content.decode()


def test_a_copy_that_was_not_fetched_is_purged_some_days_later(volume, researcher, officer, do_after_commit):
    asked = ready(volume, researcher, officer)
    path = settings.COPY_FILES / str(asked.finished_copy.ref)

    do_due_work(at=NOON + timedelta(days=16))
    asked.refresh_from_db()
    assert asked.state == "closed"
    assert path.exists()
    with do_after_commit():
        do_due_work(at=NOON + timedelta(days=21))
    assert not path.exists()
    assert FinishedCopy.objects.get().sha512


def test_closing_the_record_takes_its_copies_away(client, volume, researcher, officer, archivist, do_after_commit):
    asked = ready(volume, researcher, officer, at=NOW())
    path = settings.COPY_FILES / str(asked.finished_copy.ref)
    with do_after_commit():
        opening.withdraw(volume, reason="mật", by=archivist, at=NOW())

    assert not path.exists()
    client.force_login(researcher)
    assert client.get(f"/reading-room/copies/{asked.finished_copy.ref}/").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "revoked"


def test_a_copy_of_what_is_not_scanned_is_made_once_the_scans_are_there(record, take_in, researcher, officer):
    paper = make_record(record, title="Chỉ có giấy", reference_code="PT.30", paper_file_code="Hộp 3")
    asked = ask(paper, by=researcher, at=NOON, use="copy")
    asked = decisions.approve(asked, by=officer, at=NOON)
    assert asked.retrieval.place == "Hộp 3"
    with pytest.raises(CannotMake):
        copies.make(asked, by=officer, at=NOON)
    assert not FinishedCopy.objects.exists()

    take_in(paper, {"1.jpg": picture()})
    assert copies.make(asked, by=officer, at=NOON).state == "ready"


# -- authenticated copies --------------------------------------------------------------------------


@pytest.fixture
def authenticated(volume, researcher, officer, give_card, certificate):
    RoomRules.objects.update_or_create(
        pk=RoomRules.load().pk,
        defaults={
            "superior": "Sở Nội vụ",
            "agency": "Trung tâm Lưu trữ lịch sử",
            "place": "Đà Lạt",
            "signer_title": "Giám đốc",
        },
    )
    give_card(researcher)
    return ready(volume, researcher, officer, use="authenticated", pages="1-2", at=NOW())


def test_an_authenticated_copy_bears_number_wording_and_pages(authenticated):
    copy, pdf = (
        authenticated.authenticated_copy,
        (settings.COPY_FILES / str(authenticated.finished_copy.ref)).read_bytes(),
    )
    pages = text_of(pdf)

    assert len(pages) == 3
    year = timezone.localdate().year
    for words in (
        f"1/{year}/SYXT",
        "BẢN SAO CÓ XÁC THỰC",
        "TRUNG TÂM LƯU TRỮ LỊCH SỬ",
        "Sổ #1 *đậm* $x$",
        "PT.07",
        copy.code,
        "BẢN THỬ",
    ):
        assert words in pages[0]
    assert copy.pages == 2


def test_the_signature_holds_for_an_independent_verifier_and_an_altered_byte_breaks_it(authenticated, tmp_path):
    pdf = bytearray((settings.COPY_FILES / str(authenticated.finished_copy.ref)).read_bytes())
    path = tmp_path / "copy.pdf"
    path.write_bytes(pdf)

    def verdict() -> str:
        return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in verdict()
    assert "SHA-512" in verdict()
    assert "Total document signed" in verdict()
    place = pdf.index(b"stream", len(pdf) // 3) + 200
    pdf[place] ^= 0x55
    path.write_bytes(pdf)
    assert "Signature is Valid" not in verdict()
    assert "Digest Mismatch" in verdict()


def test_anyone_can_confirm_number_date_and_digest_and_learns_nothing_else(client, authenticated, volume):
    copy = authenticated.authenticated_copy

    page = client.get(f"/reading-room/verify/{copy.code.lower()}/").content.decode()

    assert copy.sha512 in page
    assert copy.shown_number in page
    assert "chứng thư thử" in page
    for secret in ("Sổ #1", "PT.07", volume.key, "Độc giả thử"):
        assert secret not in page
    assert client.get("/reading-room/verify/AAAAAAAAAAAA/").status_code == 404


def test_a_withdrawn_record_marks_its_authenticated_copies(client, authenticated, volume, archivist):
    opening.withdraw(volume, reason="mật", by=archivist, at=NOW())

    page = client.get(f"/reading-room/verify/{authenticated.authenticated_copy.code}/").content.decode()
    assert "thu hồi" in page


def test_a_copy_that_cannot_be_signed_leaves_no_gap_in_the_register(
    volume, researcher, officer, give_card, settings, certificate
):
    give_card(researcher)
    asked = ask(volume, by=researcher, at=NOON, use="authenticated")
    decisions.approve(asked, by=officer, at=NOON)
    key, settings.SIGNING_KEY = settings.SIGNING_KEY, ""
    with pytest.raises(CannotMake):
        copies.make(asked, by=officer, at=NOON)
    assert not AuthenticatedCopy.objects.exists()

    settings.SIGNING_KEY = key
    copies.make(asked, by=officer, at=NOON)
    assert AuthenticatedCopy.objects.get().number == 1
    assert Counter.objects.get(register="authenticated").last == 1


def test_the_register_begins_anew_each_year(volume, researcher, officer, give_card, certificate):
    give_card(researcher)
    for hour in (
        timedelta(hours=16, minutes=59),
        timedelta(hours=17),
    ):  # around midnight in Vietnam
        at = NOON.replace(month=12, day=31, hour=0) + hour
        asked = ask(volume, by=researcher, at=at, use="authenticated")
        decisions.approve(asked, by=officer, at=at)
        copies.make(asked, by=officer, at=at)

    assert [copy.shown_number for copy in AuthenticatedCopy.objects.order_by("pk")] == [
        "1/2026/SYXT",
        "1/2027/SYXT",
    ]


def test_a_package_is_a_bag_whose_digests_hold(volume, researcher, officer, give_card, certificate, tmp_path):
    give_card(researcher)
    asked = ready(volume, researcher, officer, use="package")

    bag = zipfile.ZipFile(io.BytesIO((settings.COPY_FILES / str(asked.finished_copy.ref)).read_bytes()))
    bag.extractall(tmp_path)
    checked = subprocess.run(
        ["sha512sum", "--check", "manifest-sha512.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0
    assert checked.stdout.count("OK") == 5  # three pages, description, certificate
    assert (tmp_path / "bagit.txt").read_text().startswith("BagIt-Version: 1.0")
    assert b"PT.07" in (tmp_path / "data/mo-ta.ead.xml").read_bytes()


# -- pages -----------------------------------------------------------------------------------------


def test_from_quotation_to_copy_on_the_pages(client, volume, researcher, officer, fees):
    RoomRules.objects.update_or_create(
        pk=RoomRules.load().pk,
        defaults={"bank_bin": "970418", "bank_account": "12345678", "bank_name": "BIDV"},
    )
    asked = ask(volume, by=researcher, at=NOW(), use="copy", pages="1")
    client.force_login(officer)
    client.post(f"/desk/requests/{asked.pk}/", {"decision": "approve", "reply": ""})

    client.force_login(researcher)
    asked.refresh_from_db()
    bill = f"/reading-room/bills/{asked.bill.pk}/"
    assert bill in client.get(f"/reading-room/requests/{asked.pk}/").content.decode()
    assert "3.000" in client.get(bill).content.decode()
    paying = client.post(f"{bill}accept/", follow=True).content.decode()
    assert "data:image/svg+xml" in paying
    assert client.get(f"{bill}paper.pdf").content[:5] == b"%PDF-"

    client.force_login(officer)
    client.post(f"/desk/requests/{asked.pk}/pay/", {"paid_by": "transfer"})
    client.post(f"/desk/requests/{asked.pk}/pay/", {"paid_by": "transfer"})
    client.post(f"/desk/requests/{asked.pk}/make/")
    asked.refresh_from_db()
    assert asked.state == "ready"
    assert Bill.objects.get().number == 1


def test_bills_are_for_their_reader(client, volume, researcher, other_researcher, officer, fees):
    asked = ask(volume, by=researcher, at=NOON, use="copy")
    bill = decisions.approve(asked, by=officer, at=NOON).bill
    client.force_login(other_researcher)

    for path in ("", "paper.pdf"):
        assert client.get(f"/reading-room/bills/{bill.pk}/{path}").status_code == 404
    assert client.post(f"/reading-room/bills/{bill.pk}/accept/").status_code == 404


def test_a_copy_of_what_is_not_scanned_is_not_made_and_the_page_says_why(client, record, researcher, officer):
    paper = make_record(record, title="Chỉ có giấy", reference_code="PT.31", paper_file_code="Hộp 3")
    asked = ask(paper, by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    client.force_login(officer)

    page = client.get(f"/desk/requests/{asked.pk}/").content.decode()
    client.post(f"/desk/requests/{asked.pk}/make/")

    asked.refresh_from_db()
    assert asked.state == "preparing"
    assert "/make/" not in page
    assert "quét trước" in page


def test_what_is_in_the_way_of_a_copy_is_noted_where_officers_look(client, volume, researcher, officer):
    asked = ask(volume, by=researcher, at=NOW(), use="copy")
    decisions.approve(asked, by=officer, at=NOW())
    for scan in volume.scans.all():
        shelves.pack_path(scan).write_bytes(b"rotten")
    client.force_login(officer)

    client.post(f"/desk/requests/{asked.pk}/make/")

    asked.refresh_from_db()
    assert asked.state == "preparing"
    assert "Không lập được bản sao" in client.get(f"/desk/requests/{asked.pk}/").content.decode()
    client.force_login(researcher)
    page = client.get(f"/reading-room/requests/{asked.pk}/").content.decode()
    assert "Không lập được" not in page


def test_a_paper_copy_is_printed_by_the_officer_and_not_fetched_by_the_reader(client, volume, researcher, officer):
    asked = ready(volume, researcher, officer, copy_format="paper", at=NOW())
    client.force_login(researcher)
    assert client.get(f"/reading-room/copies/{asked.finished_copy.ref}/").status_code == 404
    client.force_login(officer)
    printed = client.get(f"/desk/requests/{asked.pk}/print.pdf")
    assert b"".join(printed.streaming_content)[:5] == b"%PDF-"
    client.post(f"/desk/requests/{asked.pk}/hand_over/")
    asked.refresh_from_db()
    assert asked.state == "closed"


def test_what_a_package_holds_is_what_its_page_confirms(volume, researcher, officer, give_card, certificate, tmp_path):
    give_card(researcher)
    asked = ready(volume, researcher, officer, use="package")
    bag = zipfile.ZipFile(settings.COPY_FILES / str(asked.finished_copy.ref))

    inside = hashlib.sha512(bag.read("data/chung-thuc.pdf")).hexdigest()
    assert asked.authenticated_copy.sha512 == inside != asked.finished_copy.sha512


def test_a_code_from_paper_is_typed_in(client, authenticated):
    code = authenticated.authenticated_copy.code
    answer = client.get("/reading-room/verify/", {"code": f"{code[:4]} {code[4:8]}-{code[8:].lower()}"}, follow=True)

    assert authenticated.authenticated_copy.shown_number in answer.content.decode()
    assert client.get("/reading-room/verify/").status_code == 200


@pytest.mark.parametrize("pages", [201, 250])
def test_more_pages_than_fit_into_one_file_are_not_taken(client, record, researcher, pages):
    paper = make_record(record, title="Dày", reference_code="PT.32", sheet_count=500)
    client.force_login(researcher)

    answer = client.post(
        f"/reading-room/ask/{paper.key}/",
        {"use": "copy", "pages": f"1-{pages}", "copy_format": "pdf"},
    )

    assert "errorlist" in answer.content.decode()


def test_a_file_that_no_row_knows_is_swept_away_after_a_day(db, settings):
    folder = Path(settings.COPY_FILES)
    folder.mkdir(parents=True)
    for name, age in (("left", timedelta(days=2)), ("at-work", timedelta(hours=1))):
        (folder / name).write_bytes(b"%PDF-")
        os.utime(folder / name, ((NOON - age).timestamp(),) * 2)

    assert upkeep.sweep(at=NOON) == 1

    assert [path.name for path in folder.iterdir()] == ["at-work"]


def test_a_page_that_closes_while_the_copy_is_drawn_is_in_none(volume, researcher, officer, archivist, monkeypatch):
    item = make_record(volume, title="Văn bản", level="item", reference_code="PT.07.9")
    scan = volume.scans.first()
    write_plain = drawing.WRITERS[Use.COPY]

    def close_and_write(job):
        Scan.objects.filter(pk=scan.pk).update(record=item)
        opening.withdraw(item, reason="mật", by=archivist, at=NOW())
        return write_plain(job)

    monkeypatch.setitem(drawing.WRITERS, Use.COPY, close_and_write)
    asked = decisions.approve(ask(volume, by=researcher, at=NOW(), use="copy"), by=officer, at=NOW())
    AccessRequest.objects.filter(pk=asked.pk).update(scan_keys=[])

    with pytest.raises(NotAllowedNow):
        copies.make(asked, by=officer, at=NOW())

    asked.refresh_from_db()
    assert asked.state == "preparing"
    assert not FinishedCopy.objects.exists()
    assert list(settings.COPY_FILES.glob("*")) == []
