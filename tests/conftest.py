"""The people of the house, and what every test may rely on."""

import contextlib
import email
import email.policy
import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import coverage
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from PIL import Image, ImageDraw

from catalog.models import IngestRun
from iiif.checksums import checksum
from iiif.ingest.press import PressedMaster
from iiif.ingest.workshop import press_all
from tests.factories import UserFactory, make_record

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 9, 2, 5, 0, tzinfo=UTC)


def pytest_configure():
    if not (ROOT / "locale/vi/LC_MESSAGES/django.mo").exists():
        pytest.exit("The catalogues of messages are not compiled: run make messages first.", returncode=4)


def pytest_itemcollected(item):
    """What asks the one running portal stays with one worker."""
    if "portal" in item.fixturenames:
        item.add_marker(pytest.mark.xdist_group("portal"))
        item.add_marker(pytest.mark.portal)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """After the shuffle: what takes longest begins, the portal and the great numbers; who needs no database waits for none."""
    items.sort(
        key=lambda item: ("portal" not in item.fixturenames, item.path.parent.name != "scale", _needs_database(item))
    )


def pytest_runtest_setup(item):
    """The portal's worker takes longest: the others give way to it."""
    is_shared = "PYTEST_XDIST_WORKER" in os.environ
    if is_shared and "portal" not in item.fixturenames and os.nice(0) == 0:
        os.nice(5)


def _needs_database(item) -> bool:
    return "_django_db_helper" in item.fixturenames or item.get_closest_marker("django_db") is not None


def pytest_sessionfinish():
    """A worker writes down which lines it has walked before it may be ended from outside."""
    if measured := coverage.Coverage.current():
        measured.save()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Nothing is skipped: what a machine lacks is a failure, not a silence."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def migrated(request) -> Path:
    """An SQLite database with these very migrations, kept between runs; whoever needs it first makes it."""
    sources = [ROOT / "requirements.lock", *sorted(ROOT.glob("*/**/migrations/*.py"))]
    folder = request.config.cache.mkdir("databases")
    kept = folder / f"{_digest(sources)}.sqlite3"
    with (folder / "making.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _migrate(kept)
    return kept


def _digest(sources) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources if path.is_file())).hexdigest()[:16]


@pytest.fixture(scope="session")
def drawn(request) -> Path:
    """The pages of the sample archive as these very fixtures draw them, kept between runs."""
    sources = [ROOT / "requirements.lock", *sorted((ROOT / "fixtures").rglob("*.py"))]
    return request.config.cache.mkdir("drawn") / _digest(sources)


def _migrate(kept: Path) -> None:
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.demo", "TANGTHU_VAR": var}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        with contextlib.closing(sqlite3.connect(f"{var}/db.sqlite3")) as made:
            made.execute("VACUUM INTO ?", [str(kept)])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings, migrated) -> bool:
    target = settings.DATABASES["default"]["TEST"].get("NAME")
    if not target:
        return django_db_keepdb
    shutil.copyfile(migrated, target)
    return True


WRITES_RECORDS = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "catalog_record" ')
# Wagtail keeps the number of the last revision on the row
LAST_REVISION = re.compile(r'UPDATE "catalog_record" SET "latest_revision_id" = [^,]* WHERE')
ROOMS = tuple(str(ROOT / room) + os.sep for room in ("catalog", "exhibitions", "iiif", "portal"))
THE_VERB = str(ROOT / "catalog" / "records" / "actions" / "changes.py")


@pytest.fixture(autouse=True)
def one_verb_writes_records():
    """Nothing in the house writes a record but ``catalog.records.actions.changes``, which tells everybody who must follow."""
    with connection.execute_wrapper(_refuse_other_writers):
        yield


def _refuse_other_writers(execute, sql, params, many, context):
    if WRITES_RECORDS.match(sql) and not LAST_REVISION.match(sql):
        frame, files = sys._getframe(), set()
        while frame is not None:
            files.add(frame.f_code.co_filename)
            frame = frame.f_back
        rooms = sorted(file for file in files if file.startswith(ROOMS))
        assert THE_VERB in files or not rooms, (
            f"{rooms} write a record past catalog.records.actions.changes: {sql[:200]}"
        )
    return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def clean_folders():
    """Masters, copies, links and indexes of one test are not seen by the next."""
    yield
    for folder in (
        settings.IIIF_MASTERS,
        settings.IIIF_COPIES,
        settings.IIIF_OPEN,
        settings.IIIF_LENT,
        settings.IIIF_INCOMING,
        settings.READER_FILES,
        settings.COPY_FILES,
        Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"]).parent,
    ):
        shutil.rmtree(folder, ignore_errors=True)
    Path(settings.ACCESS_JOURNAL).unlink(missing_ok=True)


@pytest.fixture
def stranger():
    return AnonymousUser()


@pytest.fixture
def researcher(db):
    return UserFactory(username="researcher", full_name="Độc giả thử")


@pytest.fixture
def other_researcher(db):
    return UserFactory(username="researcher2")


def _member(username: str, group: str):
    from portal.accounts import roles

    roles.ensure()
    user = UserFactory(username=username)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def archivist(db):
    return _member("archivist", "Archivists")


@pytest.fixture
def curator(db):
    return _member("curator", "Curators")


@pytest.fixture
def officer(db):
    return _member("officer", "Reading-room officers")


@pytest.fixture
def second_officer(db):
    """What one officer has screened, another decides."""
    return _member("officer2", "Reading-room officers")


@pytest.fixture
def record(db):
    """An open fonds."""
    return make_record(title="Phông thử", reference_code="PT")


def picture(size=(1300, 900), mode="RGB", *, text="thử", form="JPEG", **options) -> bytes:
    """A picture with something to see, as bytes of a file."""
    image = Image.new("RGB", size, (240, 230, 205))
    draw = ImageDraw.Draw(image)
    for x in range(0, size[0], 40):
        draw.line([(x, 0), (size[0] - x, size[1])], fill=((x * 7) % 256, (x * 3) % 200, 90), width=3)
    draw.text((20, 20), text, fill=(0, 0, 0))
    out = io.BytesIO()
    image.convert(mode).save(out, form, **options)
    return out.getvalue()


class KeepingWorkshop:
    """The real workshop, which presses the same master once a session: hundreds of tests take in the same few."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pressed: dict[tuple, PressedMaster] = {}

    def __call__(self, jobs, *, target, limits, workers):
        for job in jobs:
            name = (job.path.suffix, checksum(job.path), limits) if job.path.is_file() else None
            if name not in self.pressed or job.known or target is None:
                ((number, result),) = press_all([job], target=target, limits=limits, workers=workers)
                if name and target and isinstance(result, PressedMaster) and not job.known and not job.is_accepted:
                    self.pressed[name] = self._copied(result, self.folder)
                yield number, result
            else:
                yield job.number, self._copied(self.pressed[name], target)

    @staticmethod
    def _copied(result: PressedMaster, folder: Path) -> PressedMaster:
        pages = (replace(page, pack=folder / f"{uuid.uuid4().hex}.zip") for page in result.pages)
        copied = replace(result, pages=tuple(pages))
        for page, copy in zip(result.pages, copied.pages, strict=True):
            shutil.copyfile(page.pack, copy.pack)
        return copied


@pytest.fixture(scope="session")
def workshop(tmp_path_factory):
    return KeepingWorkshop(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def take_in(tmp_path, workshop):
    """Ingest files into a record: ``take_in(record, {"1.jpg": bytes})``; ``pressing`` presses each of them anew."""
    from iiif.ingest.delivery import read_folder
    from iiif.ingest.run import take_in as run_ingest

    def go(record=None, files=None, *, folder=None, by=None, listing=None, pressing=workshop) -> IngestRun:
        folder = folder or tmp_path / "delivery"
        for name, data in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        run = IngestRun.objects.create(folder=str(folder))
        return run_ingest(run, read_folder(folder, record=record, listing=listing), by=by, workers=1, workshop=pressing)

    return go


@pytest.fixture
def scanned(record, take_in):
    """An open file with one scan, and the scan."""
    file = make_record(record, title="Hồ sơ có bản quét", reference_code="PT.01")
    take_in(file, {"trang.jpg": picture()})
    return file, file.scans.get()


@pytest.fixture
def do_after_commit(django_capture_on_commit_callbacks):
    """Run what a deed leaves for after its commit: the worker's visit, links, mail."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


# -- the portal itself, as a visitor finds it ---------------------------------------------------------


ANSWER = """
import contextlib, io, json, sys, traceback
import django
django.setup()
from django.db import close_old_connections
for line in sys.stdin:
    said, problem = io.StringIO(), ""
    with contextlib.redirect_stdout(said):
        try:
            exec(json.loads(line), {"__name__": "asked"})
        except BaseException:
            problem = traceback.format_exc()
    close_old_connections()
    print(json.dumps({"said": said.getvalue(), "problem": problem}), flush=True)
"""


class Portal:
    """A real portal: its own folder, the real server and worker, started as ``make demo`` starts them."""

    def __init__(self, var: Path) -> None:
        self.var, self.mail = var, var / "mail"
        self.answerer: subprocess.Popen | None = None
        self.password = "tangthu-demo-2026"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
            "TANGTHU_VAR": str(var),
            "TANGTHU_MAIL": str(self.mail),
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, code: str) -> str:
        """Run Python inside the portal's installation, beside its server and worker, and return what it prints.

        One process answers all questions: to start a new one takes longer than most of what is asked.
        """
        if self.answerer is None:
            self.answerer = subprocess.Popen(
                [sys.executable, "-c", ANSWER],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self.answerer.stdin.write(json.dumps(code) + "\n")
        self.answerer.stdin.flush()
        answer = json.loads(self.answerer.stdout.readline())
        assert not answer["problem"], answer["problem"]
        return answer["said"].strip()

    def start(self, migrated: Path, drawn: Path) -> None:
        self.var.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(migrated, self.var / "db.sqlite3")
        with (self.var / "log.txt").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--port", str(self.port), "--few", "1", "--drawn", str(drawn)],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_for(self._answers, 300)

    def _answers(self) -> bool:
        assert self.process.poll() is None, (self.var / "log.txt").read_text()
        try:
            with urllib.request.urlopen(f"{self.base}/-/live", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def wait_for(self, question, seconds: float = 30):
        """Ask until the answer is true; fail after a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if answer := question():
                return answer
            time.sleep(0.3)
        raise AssertionError(f"{question} did not come true; log: {(self.var / 'log.txt').read_text()[-3000:]}")

    def letters(self, to: str) -> list[str]:
        """Bodies of the messages sent to an address, the last one last."""
        found = []
        for path in sorted(self.mail.glob("*.log"), key=lambda p: p.stat().st_mtime) if self.mail.exists() else []:
            for part in path.read_bytes().split(b"-" * 79):
                message = email.message_from_bytes(part.strip(), policy=email.policy.default)
                body = message.get_body(("plain",))
                if to in str(message["To"]) and body is not None:
                    found.append(body.get_content())
        return found

    def stop(self) -> None:
        if self.answerer:
            self.answerer.communicate()
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=30)


@pytest.fixture(scope="session")
def portal(tmp_path_factory, migrated, drawn):
    portal = Portal(tmp_path_factory.mktemp("portal") / "var")
    portal.start(migrated, drawn)
    yield portal
    portal.stop()
