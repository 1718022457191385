"""Exhibitions and the reading room stand on the portal's pages too."""

import pytest

from iiif import shelves
from tests.exhibitions.conftest import exhibition, houses, national_day
from tests.reading_room.conftest import certificate, fees, give_card, room, volume

__all__ = ["certificate", "exhibition", "fees", "give_card", "houses", "national_day", "room", "volume"]


@pytest.fixture
def linked(scanned):
    """An open file whose scan has its link."""
    file, scan = scanned
    assert shelves.open_link(scan.key).is_symlink()
    return file, scan
