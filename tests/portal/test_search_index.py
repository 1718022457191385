"""The search index: reading never writes, a torn one says so and is built anew beside, all hits are reached."""

import io
import itertools
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from haystack import connections
from whoosh import query

from catalog.finding_aids import read
from catalog.imports.actions import writing
from catalog.models import Record, SearchOutbox
from catalog.records.actions import access as opening
from catalog.search import generations, queries
from catalog.search.generations import SearchBusy, SearchUnavailable
from catalog.search.outbox import rebuild_damaged, shelve_pending
from catalog.search.whoosh_engine import TooCostly
from catalog.search_indexes import RecordIndex
from tests.catalog.test_finding_aids import ead
from tests.conftest import NOON
from tests.factories import make_many, make_record

FILES = 4
PUBLIC = Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
# Whoosh leaves files that it cannot read open
dropped = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


@pytest.fixture
def library(db):
    fonds = make_record(title="Phông thử", reference_code="P")
    for number in range(FILES):
        make_record(fonds, title=f"Hồ sơ {number}", reference_code=f"P.{number:02}")
    shelve_pending.call()
    return fonds


def state(folder: Path = PUBLIC.parent) -> list:
    """Everything that lies under a folder, with sizes and times."""
    return sorted((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*"))


def parts(pattern: str) -> list[Path]:
    return sorted(PUBLIC.rglob(pattern))


# -- reading ----------------------------------------------------------------------------------------


def test_a_readers_search_makes_no_index(client, db):
    response = client.get("/search/", {"q": "hồ sơ"})

    assert response.status_code == 503
    assert not PUBLIC.exists()


@pytest.mark.parametrize("text", ["hồ sơ", "", "P.01"])
def test_a_readers_search_writes_nothing(client, library, text):
    before = state(), list(SearchOutbox.objects.values())

    client.get("/search/", {"q": text})

    assert (state(), list(SearchOutbox.objects.values())) == before


def remove(path: Path) -> None:
    path.unlink()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def spoil(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(path.stat().st_size))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@dropped
@pytest.mark.parametrize("harm", [remove, cut_short, spoil, empty], ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("which", ["_MAIN_*.toc", "MAIN_*.seg"])
def test_a_torn_index_says_so_is_not_written_and_is_built_anew_by_the_worker(
    client, library, harm, which, do_after_commit
):
    for path in parts(which):
        harm(path)
    before = state()

    torn = client.get("/search/", {"q": "hồ sơ"})
    ready = client.get("/-/ready")

    assert (torn.status_code, ready.status_code) == (503, 503)
    assert "Retry-After" in torn.headers
    assert "Chưa tìm kiếm được" in torn.content.decode()
    assert ready.json()["search"] != "ready"
    assert state() == before

    with do_after_commit():
        call_command("keep_search", stdout=io.StringIO())

    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == FILES
    assert client.get("/-/ready").json() == {"database": "ready", "search": "ready"}


@dropped
@pytest.mark.parametrize("harm", [remove, cut_short, spoil, empty], ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("which", ["_MAIN_*.toc", "MAIN_*.seg"])
def test_an_index_that_was_whole_at_the_last_look_is_looked_at_again(client, library, harm, which):
    assert client.get("/-/ready").status_code == 200

    for path in parts(which):
        harm(path)

    assert client.get("/-/ready").status_code == 503


def test_a_pointer_to_no_generation_is_a_torn_index(client, library):
    (PUBLIC / "current").write_bytes(b"\xff\x00..")

    assert client.get("/-/ready").status_code == 503
    assert client.get("/search/", {"q": "hồ sơ"}).status_code == 503


def test_a_fault_of_ours_is_not_called_a_torn_index(library):
    backend = connections["default"].get_backend()

    with pytest.raises(TypeError), backend.searcher():
        raise TypeError("a fault in what was asked")


def test_a_whole_index_is_left_alone(library):
    before = state()

    call_command("keep_search", stdout=io.StringIO())

    assert rebuild_damaged.call() == []
    assert state() == before


@dropped
def test_a_deed_finds_a_torn_index_and_has_it_built(client, library, archivist):
    for path in parts("_MAIN_*.toc"):
        path.unlink()

    make_record(library, title="Hồ sơ mới", reference_code="P.99")
    shelve_pending.call()

    assert client.get("/search/", {"q": "hồ sơ mới"}).context["found"].total == 1


def test_an_index_of_before_generations_is_read_and_then_replaced(client, library):
    generation = PUBLIC / (PUBLIC / "current").read_text()
    for path in generation.iterdir():
        path.rename(PUBLIC / path.name)
    (PUBLIC / "current").unlink()
    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == FILES

    call_command("rebuild_search", verbosity=0, stdout=io.StringIO())

    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == FILES
    assert not list(PUBLIC.glob("_MAIN_*"))


# -- building ---------------------------------------------------------------------------------------


def test_an_index_is_built_beside_and_the_old_one_answers_until_it_is_whole(client, library):
    backend, seen = connections["default"].get_backend(), []

    def rows():
        for record in RecordIndex().index_queryset().filter(depth=1):
            seen.append(client.get("/search/", {"q": "hồ sơ"}).context["found"].total)
            yield record

    backend.rebuild(RecordIndex(), rows())

    assert seen == [FILES]
    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == 0
    assert len([path for path in PUBLIC.iterdir() if path.is_dir()]) == 1


def test_a_building_that_fails_leaves_the_old_index(client, library):
    def rows():
        yield RecordIndex().index_queryset().first()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        connections["default"].get_backend().rebuild(RecordIndex(), rows())

    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == FILES


BUILD_AND_HANG = """
import sys, time
from pathlib import Path
from whoosh import index
from catalog.search import generations
from whoosh.fields import ID, Schema
folder = Path(sys.argv[1])
with generations.writing(folder, patience=1):
    made = index.create_in(str(generations.begin(folder)), Schema(key=ID(stored=True)))
    writer = made.writer()
    writer.add_document(key="a")
    writer.commit()
    print("half", flush=True)
    time.sleep(60)
"""


def test_a_building_that_is_killed_leaves_the_old_index_and_no_lock(client, library):
    builder = subprocess.Popen([sys.executable, "-c", BUILD_AND_HANG, str(PUBLIC)], stdout=subprocess.PIPE, text=True)
    assert builder.stdout.readline() == "half\n"
    with pytest.raises(SearchBusy), generations.writing(PUBLIC, patience=0.2):
        pass
    builder.kill()
    builder.communicate()

    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == FILES
    call_command("rebuild_search", verbosity=0, stdout=io.StringIO())
    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == FILES
    assert len([path for path in PUBLIC.iterdir() if path.is_dir()]) == 1


def test_an_index_in_other_hands_is_an_error_and_the_row_stays_in_the_outbox(
    client, library, archivist, monkeypatch, do_after_commit
):
    monkeypatch.setattr("catalog.search.whoosh_engine.LOCK_SECONDS", 0.1)
    opening.withdraw(Record.objects.get(reference_code="P.03"), reason="x", by=archivist, at=timezone.now())

    with generations.writing(PUBLIC, patience=1), pytest.raises(SearchUnavailable):
        shelve_pending.call()

    assert SearchOutbox.objects.exists()
    with do_after_commit():
        call_command("keep_search", stdout=io.StringIO())
    assert not SearchOutbox.objects.exists()


def test_an_import_does_not_hide_its_fonds(client, db, tmp_path, do_after_commit):
    parts = "".join(f'<c level="file" id="r{n}"><did><unittitle>Hồ sơ {n}</unittitle></did></c>' for n in range(5))
    path = tmp_path / "aid.xml"
    path.write_text(ead(f"<dsc>{parts}</dsc>"))
    writing.write(read(path, max_bytes=2**20), by=None, at=NOON, default_access="open")
    shelve_pending.call()
    path.write_text(ead(f"<dsc>{parts.replace('Hồ sơ 1<', 'Hồ sơ một<')}</dsc>"))

    writing.write(read(path, max_bytes=2**20), by=None, at=NOON, default_access="open")

    assert SearchOutbox.objects.exists()
    assert client.get("/search/", {"q": "hồ sơ"}).context["found"].total == 5


# -- all hits ---------------------------------------------------------------------------------------


def test_all_pages_together_hold_every_hit_once_and_the_best_come_first(client, db):
    fonds = make_record(title="Phông Ủy ban", reference_code="U")
    chance = random.Random(3)
    words = ["quyết", "định", "kế", "hoạch", "báo", "cáo", "ruộng", "đất", "lợi", "ủy", "ban"]
    rows = []
    for number in range(130):
        said = " ".join(chance.choices(words, k=chance.randrange(3, 40)))
        title = "Quyết định " + said if number % 7 == 0 else said
        code = f"U.{number:03}"
        rows.append({"title": title[:200], "scope_content": f"quyết định {said}", "reference_code": code})
    make_many(fonds, rows)
    call_command("rebuild_search", verbosity=0, stdout=io.StringIO())

    first = client.get("/search/", {"q": "quyết định"}).context["found"]
    pages = [
        client.get("/search/", {"q": "quyết định", "page": page}).context["found"].hits
        for page in range(1, first.pages + 1)
    ]
    seen = [hit.record.reference_code for hit in itertools.chain.from_iterable(pages)]

    wanted = Record.objects.filter(scope_content__icontains="quyết định")
    assert sorted(seen) == sorted(wanted.values_list("reference_code", flat=True))
    assert len(set(seen)) == len(seen) == first.total
    assert all("quyết định" in hit.record.title.lower() for hit in pages[0][:10])


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("xã " * 24, 1),
        ("xã Xã XÃ", 1),
        ("hóa hoá", 1),
        ("xã xa", 2),
        ('"ủy ban" "ủy ban"', 1),
        ("279/KH-UBND 279/KH-UBND", 1),
        (" ".join(f"từ{n}" for n in range(40)), 24),
    ],
)
def test_what_is_typed_twice_counts_once(typed, count):
    assert len(queries.parse(typed).wanted) == count


def test_a_search_has_a_ceiling_of_processor_time(client, library, monkeypatch):
    monkeypatch.setattr("catalog.search.whoosh_engine.CPU_SECONDS", 0.0)

    response = client.get("/search/", {"q": "hồ sơ"})

    assert response.status_code == 400
    assert "Quá nhiều từ thông dụng" in response.content.decode()
    with pytest.raises(TooCostly):
        connections["default"].get_backend().search(query.Every())
