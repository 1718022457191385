"""The registers of any period, as sheet and as paper."""

import io
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

import pypdfium2
import pytest

from catalog.models import Event
from portal.reading_room.copies import actions as copies
from portal.reading_room.loans import actions as loans
from portal.reading_room.registers import tables, writing
from portal.reading_room.requests.actions import decisions
from tests.conftest import NOON, picture
from tests.factories import make_record
from tests.reading_room.asking import ask

DAY = NOON.date()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def busy_day(record, take_in, researcher, officer, give_card, certificate):
    """A card, a refusal with a hostile title, a loan that came back, and an authenticated copy."""
    give_card(researcher)
    evil = make_record(record, title='=HYPERLINK("http://x","y")', reference_code="+PT.1", paper_file_code="Hộp 1")
    refused = ask(evil, by=researcher, at=NOON, use="copy")
    decisions.refuse(refused, by=officer, at=NOON, reason="fragile", reply="Đang tu bổ.")
    lent = decisions.approve(ask(evil, by=researcher, at=NOON, use="room"), by=officer, at=NOON)
    loans.fetch(lent.retrieval, by=officer, at=NOON)
    loans.return_paper(loans.issue(lent, by=officer, at=NOON), by=officer, at=NOON, condition="Nguyên vẹn")
    file = make_record(record, title="Hồ sơ", reference_code="PT.2")
    take_in(file, {"1.jpg": picture()})
    asked = decisions.approve(ask(file, by=researcher, at=NOON, use="authenticated"), by=officer, at=NOON)
    copies.make(asked, by=officer, at=NOON)


def cells(sheet: bytes) -> tuple[list[str], int]:
    """All words of a workbook, and how many of its cells are formulas."""
    book = zipfile.ZipFile(io.BytesIO(sheet))
    words = [node.text or "" for node in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}t")]
    page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return words, len(list(page.iter(f"{MAIN}f")))


def test_every_register_comes_as_sheet_and_as_paper(busy_day):
    counts = {"readers": 1, "requests": 3, "loans": 1, "copies": 1, "authenticated": 1, "refusals": 1}
    assert set(tables.REGISTERS) == set(counts)
    for name, count in counts.items():
        rows = tables.rows_of(name, DAY, DAY)
        assert len(rows) == count
        assert all(len(row) == len(tables.REGISTERS[name].columns) for row in rows)
        words, formulas = cells(writing.as_sheet(name, DAY, DAY))
        assert formulas == 0
        assert set(filter(None, rows[0])) <= set(words)
        paper = writing.as_paper(name, DAY, DAY, officer="Cán bộ", at=NOON)
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper))
        assert f"Tổng số: {count}" in text
        assert "Từ ngày 02/09/2026 đến ngày 02/09/2026" in text


def test_the_period_counts_both_its_days_in_the_archives_time(record, researcher):
    almost_midnight = NOON.replace(hour=16, minute=59)
    ask(record, by=researcher, at=almost_midnight, use="information", wish="x" * 12)

    assert len(tables.rows_of("requests", DAY, DAY)) == 1
    assert tables.rows_of("requests", DAY + timedelta(days=1), DAY + timedelta(days=9)) == []
    assert tables.rows_of("requests", date(2026, 1, 1), DAY - timedelta(days=1)) == []


def test_an_empty_register_is_a_paper_that_says_so(db):
    paper = writing.as_paper("loans", DAY, DAY, officer="", at=NOON)

    assert "Không có mục nào" in pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()


def test_the_number_of_a_readers_paper_is_masked(busy_day):
    (row,) = tables.rows_of("readers", DAY, DAY)

    assert "••••••••6789" in row
    assert "079123456789" not in " ".join(row)


def test_the_desk_hands_registers_out_and_writes_down_who_had_them(client, busy_day, officer, archivist):
    client.force_login(officer)
    period = {"first": "2026-09-01", "last": "2026-09-30"}
    for kind in ("xlsx", "pdf"):
        answer = client.get(f"/desk/registers/readers.{kind}", period)
        assert answer.content[:2] in (b"PK", b"%P")
    events = Event.objects.filter(kind="identity-data-view", object_key="registers")
    assert [each.actor for each in events] == [f"user:{officer.pk}"] * 2
    for path, query in (
        ("readers.xlsx", {"first": "x", "last": "y"}),
        ("nothing.pdf", period),
        ("readers.exe", period),
        ("readers.pdf", {"first": "2026-09-30", "last": "2026-09-01"}),
    ):
        assert client.get(f"/desk/registers/{path}", query).status_code in (302, 404)

    client.force_login(archivist)
    assert client.get("/desk/registers/readers.xlsx", period).status_code in (302, 403)
