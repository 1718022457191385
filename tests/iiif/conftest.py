"""Records with scans and words, as the IIIF rooms serve them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.records.actions import access as opening
from tests.conftest import picture
from tests.factories import make_record

ALTO_HEAD = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout>'


def alto(lines: list[str], *, size=(1300, 900), page: str = "") -> bytes:
    """An ALTO file with one line of 20 pixels below the other, each word 100 pixels wide."""
    rows = []
    for row, line in enumerate(lines):
        words = "".join(
            f'<String CONTENT="{word}" HPOS="{10 + 110 * n}" VPOS="{30 * row + 10}" WIDTH="100" HEIGHT="20" WC="0.9"/>'
            for n, word in enumerate(line.split())
        )
        rows.append(f"<TextLine>{words}</TextLine>")
    head = page or f'<Page WIDTH="{size[0]}" HEIGHT="{size[1]}">'
    body = f"{head}<PrintSpace><TextBlock>{''.join(rows)}</TextBlock></PrintSpace></Page>"
    return f"{ALTO_HEAD}{body}</Layout></alto>".encode()


@pytest.fixture
def restricted(record, take_in):
    """A file on request with one scan, and the scan."""
    file = make_record(record, title="Hồ sơ hạn chế", reference_code="PT.HC", access="on_request")
    take_in(file, {"a.jpg": picture()})
    return file, file.scans.get()


@pytest.fixture
def grant(archivist):
    """``grant(record, reader)`` opens a record to a reader for a day."""

    def give(record, reader, *, hours: float = 24):
        now = timezone.now()
        return opening.grant(
            record=record,
            reader=reader,
            by=archivist,
            starts_at=now,
            ends_at=now + timedelta(hours=hours),
        )

    return give


@pytest.fixture
def worded(record, take_in):
    """An open file of two pages with words on both."""
    file = make_record(record, title="Tờ trình", reference_code="PT.CHU")
    run = take_in(
        file,
        {
            "1.jpg": picture(text="1"),
            "1.xml": alto(["Ủy ban nhân dân tỉnh", "về việc sửa đường Nguyễn", "Huệ tại thị xã"]),
            "2.jpg": picture(text="2"),
            "2.xml": alto(["Đường sá trong tỉnh", "uy ban họp ngày 2 tháng 9"]),
        },
    )
    assert run.refusals == []
    return file
