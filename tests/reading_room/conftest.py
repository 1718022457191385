"""A reading room with seats, hours, fees and a certificate."""

from datetime import date, time
from pathlib import Path

import pytest

from portal.reading_room.cards import actions as cards
from portal.reading_room.models import Fee, FeeReduction, OpeningHours, Seat
from portal.reading_room.typesetting.signing import make_test_certificate
from tests.conftest import NOON, picture
from tests.factories import make_record


@pytest.fixture
def room(db):
    """A room that is open on weekdays, with two desks and a map table."""

    for label in ("Bàn 1", "Bàn 2"):
        Seat.objects.create(label=label, kind="desk")
    Seat.objects.create(label="Bàn bản đồ", kind="map")
    for weekday in range(5):
        for part, opens, closes in (
            ("am", time(8), time(11, 30)),
            ("pm", time(13, 30), time(16, 30)),
        ):
            OpeningHours.objects.create(
                weekday=weekday, part=part, opens=opens, closes=closes, valid_from=date(2026, 1, 1)
            )


@pytest.fixture
def certificate(settings):
    """A test certificate where the settings look for one."""

    key, certificate = Path(settings.SIGNING_KEY), Path(settings.SIGNING_CERTIFICATE)
    if not key.exists():
        make_test_certificate(key, certificate)
    return certificate


@pytest.fixture
def give_card(officer):
    """``give_card(reader)``: apply for a card and have it verified."""

    def give(reader, *, number="079123456789", at=NOON):
        card = cards.apply(
            reader=reader,
            kind="citizen",
            number=number,
            phone="0912345678",
            purpose="01",
            purpose_text="Nghiên cứu.",
            at=at,
        )
        return cards.verify(card, by=officer, at=at)

    return give


@pytest.fixture
def volume(record, take_in):
    """An open file of three pages."""
    file = make_record(record, title="Sổ #1 *đậm* $x$", reference_code="PT.07")
    take_in(file, {f"{n}.jpg": picture(text=f"trang {n}", size=(900 + n, 1200)) for n in (1, 2, 3)})
    return file


@pytest.fixture
def fees(db):
    since = date(2026, 1, 1)
    Fee.objects.create(name="Sao chụp", use="copy", copy_format="pdf", unit="page", amount=3000, valid_from=since)
    Fee.objects.create(
        name="Sao xác thực",
        use="authenticated",
        copy_format="pdf",
        unit="page",
        amount=3000,
        valid_from=since,
    )
    Fee.objects.create(
        name="Xác thực",
        use="authenticated",
        copy_format="pdf",
        unit="document",
        amount=20000,
        valid_from=since,
    )
    FeeReduction.objects.create(fee_class="01", percent=50, valid_from=since)
    FeeReduction.objects.create(fee_class="02", percent=100, valid_from=since)
