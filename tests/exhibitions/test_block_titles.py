"""The title of a block of several records may name any of them: it goes when one of them does."""

import pytest

from catalog.records.actions.access import reclassify, withdraw
from catalog.records.actions.describing import describe
from tests.conftest import NOON
from tests.exhibitions.conftest import block, items
from tests.factories import make_record

TITLE = "Bản án ông Ngựa Vằn"


def gallery(*records):
    pictures = [{"record": r.pk, "page": 1, "caption": "", "alt": "x"} for r in records]
    return block("gallery", {"title": TITLE, "layout": "grid", "pictures": items(*pictures)})


def timeline(*records):
    moments = [{"title": "Việc", "when": "1932", "text": "", "record": r.pk} for r in records]
    return block("timeline", {"title": TITLE, "moments": items(*moments)})


def places(*records):
    entries = [{"name": "Nơi", "text": "", "spot": "16.4,107.6", "record": r.pk} for r in records]
    return block("map", {"title": TITLE, "former": False, "places": items(*entries)})


@pytest.fixture
def other(record, take_in):
    return make_record(record, title="Khác")


@pytest.mark.parametrize("make", [gallery, timeline, places], ids=lambda make: make.__name__)
def test_a_title_goes_with_a_record_that_is_withdrawn(client, exhibition, shown, other, make):
    page = exhibition(story=[make(shown, other)])
    assert TITLE in client.get(page.url).content.decode()

    withdraw(other, reason="mật", by=None, at=NOON)

    assert TITLE not in client.get(page.url).content.decode()


@pytest.mark.parametrize("make", [gallery, timeline, places], ids=lambda make: make.__name__)
def test_a_title_goes_with_a_title_that_is_guarded(client, exhibition, shown, other, make):
    page = exhibition(story=[make(shown, other)])

    describe(other, by=None, at=NOON, public_title="Hồ sơ vụ việc")
    reclassify(other, to="on_request", reason="x", by=None, at=NOON)

    assert TITLE not in client.get(page.url).content.decode()


def test_the_spot_of_a_withdrawn_record_leaves_the_map(client, exhibition, shown, other):
    page = exhibition(story=[places(shown, other)])
    before = client.get(page.url).content.decode()

    withdraw(other, reason="mật", by=None, at=NOON)

    after = client.get(page.url).content.decode()
    assert (before.count('r="13"'), after.count('r="13"')) == (2, 1)
