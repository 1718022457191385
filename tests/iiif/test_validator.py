"""The official Image API validator, run against the real server with its own reference picture."""

import re
import shutil
import subprocess
import sys
from pathlib import Path


def test_the_official_validator_passes_level_2(portal, shared, tmp_path):
    folder = tmp_path / "reference"
    folder.mkdir()
    shutil.copy(shared / "iiif/67352ccc-d1b0-11e1-89ae-279075081939.png", folder / "reference.png")
    key = portal.ask(
        "from catalog.models import Record\nprint(Record.objects.filter(level='file', scans=None, effective_access='open').first().key)"
    )
    taken = portal.manage("ingest_scans", str(folder), "--record", key)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    scan = portal.ask(
        f"from catalog.models import Scan\nprint(Scan.objects.get(record__key='{key}').key)"
    )
    validator = Path(sys.executable).parent / "iiif-validate.py"

    run = subprocess.run(
        [sys.executable, str(validator), "-s", portal.base.removeprefix("http://"), "-p", "iiif/3", "-i", scan, "--version=3.0", "--level", "2", "-v"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-3000:]
    assert re.search(r"Done \(\d+ tests", said), said[-500:]
    assert len(re.findall(r"PASS", said, re.IGNORECASE)) >= 30, said[-3000:]
