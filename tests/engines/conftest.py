"""A PostgreSQL of the tests' own, from Debian's package: made, used and thrown away."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Races in several processes are long by nature; those of one engine share its installation."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            engine = item.callspec.params["migrated"]
            item.add_marker(pytest.mark.hard)
            item.add_marker(pytest.mark.xdist_group(engine))


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    assert found, "PostgreSQL is not installed; make test installs it"
    return str(found[-1])


@pytest.fixture(scope="session")
def postgres():
    """Environment variables under which everything here runs on a fresh PostgreSQL."""
    folder = tempfile.mkdtemp(prefix="tangthu-postgres-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    # the server refuses to run as root; Debian's package brings a user for it
    somebody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if somebody:
        shutil.chown(folder, "postgres")

    def run(*command: str) -> None:
        subprocess.run([*somebody, *command], check=True, capture_output=True, cwd=folder)

    run(_program("initdb"), "-D", f"{folder}/data", "-U", "tangthu", "-A", "trust", "-E", "UTF8")
    serve = ["-D", f"{folder}/data", "-l", f"{folder}/log", "-w"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=150"
    run(_program("pg_ctl"), *serve, "-o", options, "start")
    try:
        run(_program("createdb"), *("-h", "127.0.0.1", "-p", port, "-U", "tangthu", "tangthu"))
        yield {
            "PGHOST": "127.0.0.1",
            "PGPORT": port,
            "PGUSER": "tangthu",
            "TANGTHU_POSTGRES": "tangthu",
        }
    finally:
        run(_program("pg_ctl"), *serve, "-m", "immediate", "stop")
        shutil.rmtree(folder)


class Installation:
    """A portal's database with its migrations, in whose settings Python runs as it would for an operator."""

    def __init__(self, var: Path, environment: dict[str, str]) -> None:
        self.environment = {
            **os.environ,
            **environment,
            "TANGTHU_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "tests.engines.settings",
        }

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *arguments: str) -> str:
        """Run a command and return what it printed; it must succeed."""
        process = self.start(*arguments)
        printed, complaints = process.communicate(timeout=300)
        assert process.returncode == 0, complaints
        return printed.strip()

    def python(self, code: str) -> str:
        return self.manage("shell", "-v0", "-c", code)

    def at_once(self, code: str, times: int) -> list[str]:
        """Run the same code in several processes that are let go together; return what each printed."""
        return self.at_once_each([code] * times)

    def at_once_each(self, codes: list[str]) -> list[str]:
        """Run pieces of code, each in a process of its own, let go together; return what each printed."""
        gate = f"{self.environment['TANGTHU_VAR']}/gate"
        wait = f"import pathlib, time\nprint('ready', flush=True)\nwhile not pathlib.Path({gate!r}).exists(): time.sleep(0.005)\n"
        processes = [self.start("shell", "-v0", "-c", wait + code) for code in codes]
        try:
            return self._let_go(processes, Path(gate))
        finally:
            for process in processes:
                process.kill()
                process.wait()

    def _let_go(self, processes: list[subprocess.Popen], gate: Path) -> list[str]:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        gate.touch()
        said = []
        for process in processes:
            printed, complaints = process.communicate(timeout=120)
            assert process.returncode == 0, complaints
            said.append(printed.strip())
        gate.unlink()
        return said


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated(request, tmp_path_factory) -> Installation:
    """An installation on each of the engines that an archive may run on; tests get copies of it."""
    environment = request.getfixturevalue("postgres") if request.param == "postgresql" else {"TANGTHU_POSTGRES": ""}
    found = Installation(tmp_path_factory.mktemp(f"migrated-{request.param}"), environment)
    found.manage("migrate", "-v0")
    return found


@contextlib.contextmanager
def copied(migrated: Installation, var: Path) -> Iterator[Installation]:
    """A copy of an installation that was migrated once, with folders and a database of its own."""
    shutil.copytree(migrated.environment["TANGTHU_VAR"], var)
    template, name = migrated.environment["TANGTHU_POSTGRES"], f"tangthu_{uuid.uuid4().hex}"
    if not template:
        yield Installation(var, {"TANGTHU_POSTGRES": ""})
        return
    run = partial(subprocess.run, env=migrated.environment, check=True, capture_output=True)
    run([_program("createdb"), "-T", template, name])
    try:
        yield Installation(var, {**migrated.environment, "TANGTHU_POSTGRES": name})
    finally:
        run([_program("dropdb"), "--force", name])


@pytest.fixture
def installation(migrated, tmp_path) -> Iterator[Installation]:
    """A portal of this test's own, with an empty archive."""
    with copied(migrated, tmp_path / "var") as found:
        yield found
