"""A manifest of 1,000 canvases: SQL queries and processor time, beside iiif-prezi3 building the same; search in it.

make bench
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
scratch = tempfile.TemporaryDirectory(prefix="tangthu-bench-", dir="/var/tmp")
os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.demo", "TANGTHU_VAR": scratch.name}

import django

django.setup()

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from iiif_prezi3 import Manifest

from catalog.models import Scan, ScanText
from catalog.records.actions import describing
from iiif.text.words import Box, PrintedWord, pack

PAGES, ROUNDS = 1000, 15


def cpu(deed, rounds: int = ROUNDS) -> float:
    """Median processor time of a deed, in milliseconds."""
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        deed()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def build() -> str:
    """An open file of a thousand pages of 250 words."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    file = describing.create(parent=None, by=None, at=timezone.now(), title="Sổ lớn", level="file", access="open")
    Scan.objects.bulk_create(
        Scan(
            record=file,
            order=n,
            width=2480,
            height=3508,
            sha512=f"{n:0128}",
            master_name="x",
            master_path="x",
        )
        for n in range(1, PAGES + 1)
    )
    stock = [
        "Ủy",
        "ban",
        "nhân",
        "dân",
        "tỉnh",
        "họp",
        "ngày",
        "về",
        "việc",
        "đo",
        "đạc",
        "ruộng",
        "đất",
        "của",
        "các",
        "xã",
        "trong",
        "huyện",
        "theo",
        "tờ",
        "trình",
        "số",
    ]
    chance = random.Random(1)
    for scan in Scan.objects.all():
        lines = [[_word(chance, stock, row, column) for column in range(10)] for row in range(25)]
        ScanText.objects.create(
            scan=scan,
            source="alto",
            words=pack(lines),
            word_count=250,
            confidence=90,
            made_at=timezone.now(),
        )
    return file.key


def _word(chance: random.Random, stock: list[str], row: int, column: int) -> PrintedWord:
    """A word a little off its line, as readers of print find them."""
    x, y = 200 + 200 * column + chance.randint(-20, 20), 200 + 60 * row + chance.randint(-4, 4)
    return PrintedWord(
        chance.choice(stock),
        Box(x, y, chance.randint(60, 190), chance.randint(30, 48)),
        chance.randint(40, 99),
    )


def main() -> None:
    key = build()
    client, address = Client(), f"/iiif/presentation/3/{key}/manifest"
    client.get(address)  # the archive's name is known, code is loaded

    def fresh() -> None:
        caches["documents"].clear()
        assert client.get(address).status_code == 200

    caches["documents"].clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        queries = len(asked)
    document = answer.json()
    plain = {name: value for name, value in document.items() if name != "@context"}
    ours, kept = cpu(fresh), cpu(lambda: client.get(address))
    theirs = cpu(lambda: Manifest(**plain).json(), rounds=3)
    print(
        f"manifest of {len(document['items'])} canvases, {len(json.dumps(document)) / 1e6:.1f} MB, with text on every page"
    )
    print(f"  not kept ready: {queries} SQL queries, {ours:.0f} ms of processor time (demand ≤ 3 and ≤ 60)")
    print(
        f"  kept ready:     {kept:.1f} ms; iiif-prezi3 from the same values: {theirs:.0f} ms, {theirs / ours:.0f} times ours"
    )

    def search(text: str) -> float:
        return cpu(lambda: client.get(f"/iiif/search/2/{key}/search", {"q": text}), rounds=5)

    print(
        f"  search in {PAGES * 250} words: nothing found {search('khongcotunay'):.0f} ms, everywhere {search('uy ban'):.0f} ms"
    )
    size = sum(len(bytes(text.words)) for text in ScanText.objects.all()[:50]) / 50
    print(f"  words of a page: {size:.0f} bytes for 250 words")
    missed = queries > 3 or ours > 60
    connection.close()
    scratch.cleanup()
    sys.exit(missed)


if __name__ == "__main__":
    main()
