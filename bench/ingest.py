"""Ingest of 1,000 A4 pages at 300 dpi with one worker: pages a second of one core, and memory while it runs.

make bench
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import PAGES, draw
from servers import ROOT, children_of

TOTAL = 1000
RECORD = """
from django.utils import timezone
from catalog.records.actions import describing as records
print(records.create(parent=None, by=None, at=timezone.now(), title="Pages", level="fonds", access="open").key)
"""
DONE = "from catalog.models import Scan\nprint(Scan.objects.count())"


def manage(env: dict, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def resident(pid: int) -> float:
    """Megabytes in memory of a process and all its children, shared pages counted once (PSS)."""
    total = 0
    for each in (pid, *children_of(pid)):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def main() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="tangthu-bench-", dir="/var/tmp"))
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "TANGTHU_VAR": str(scratch / "var"),
    }
    try:
        (scratch / "var").mkdir()
        drawn = [file for file in draw(scratch / "drawn") if file.name.startswith("page")]
        pages = scratch / "pages"
        pages.mkdir()
        for number in range(TOTAL):
            # bytes after the end of a JPEG make another master of the same picture
            data = drawn[number % PAGES].read_bytes() + number.to_bytes(4, "big")
            (pages / f"{number:04}.jpg").write_bytes(data)
        manage(env, "migrate", "-v0")
        key = manage(env, "shell", "-v0", "-c", RECORD)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.Popen(
            [sys.executable, "manage.py", "ingest_scans", str(pages), "--record", key, "--workers", "1"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        memory = []
        while run.poll() is None:
            memory.append(resident(run.pid))
            time.sleep(1)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = int(manage(env, "shell", "-v0", "-c", DONE))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    tenth = len(memory) // 10
    early, late = max(memory[tenth : 3 * tenth]), max(memory[-3 * tenth : -tenth])
    rate = TOTAL / spent
    print(f"ingest of {taken} A4 pages at 300 dpi (checksum, pack, thumbnails, database), one worker")
    print(f"  {rate:.2f} pages a second of one core (demand ≥ 3.5)")
    print(
        f"  memory of all processes: {early:.0f} MB in the second and third tenth, {late:.0f} MB in the eighth and ninth"
    )
    sys.exit(taken != TOTAL or rate < 3.5 or late > 1.15 * early)


if __name__ == "__main__":
    main()
