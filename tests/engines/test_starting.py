"""Before a process serves, links that the database does not allow are taken away."""

from pathlib import Path

import pytest


@pytest.mark.parametrize("module", ["wsgi", "tiles"])
def test_every_process_reconciles_before_it_serves(installation, module):
    link = Path(installation.environment["TANGTHU_VAR"]) / "open" / "ab" / "ab23456789.zip"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to("/nowhere.zip")

    said = installation.python(f"import portal.{module}; print('serving')")

    assert said.splitlines()[-1] == "serving"
    assert not link.is_symlink()
