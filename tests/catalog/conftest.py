"""What the catalogue's tests share."""

import pytest

from catalog.finding_aids import read
from catalog.imports.actions import writing
from tests.conftest import NOON


@pytest.fixture
def load(db, tmp_path):
    """Import a finding aid from its text; where nothing else is said, everything in it is open."""

    def go(text: str, *, default_access="open"):
        path = tmp_path / "aid.xml"
        path.write_text(text)
        aid = read(path, max_bytes=2**20)
        writing.write(aid, by=None, at=NOON, default_access=default_access)
        return aid

    return go
