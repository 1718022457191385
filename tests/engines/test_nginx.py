"""The nginx of the operator's page in front of a real server: addresses arrive, and bodies of the promised sizes."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse

import pytest

from tests.engines.conftest import ROOT, copied

# nginx knows nothing of databases
pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True, scope="session")
MEGABYTE = 2**20
PASSWORD = "sông dài biển rộng 26"
PEOPLE = f"""
from allauth.account.models import EmailAddress
from django.core.cache import cache
from tests.factories import UserFactory
cache.clear()
for name in ("guessed", "other", "third"):
    user = UserFactory(username=name, email=f"{{name}}@x.example")
    user.set_password("{PASSWORD}")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until_it_answers(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing answers on port {port}")


@pytest.fixture(scope="module")
def site(migrated, tmp_path_factory):
    """The port of nginx, set up as the documentation says, with a server behind it."""
    tmp_path, front, pages = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    block = re.search(r"```nginx\n(.*?)```", (ROOT / "docs/operator.md").read_text(), re.DOTALL)[1]
    assert "127.0.0.1:8001" in block
    assert "127.0.0.1:8002" in block
    block = re.sub("127.0.0.1:800[12]", f"127.0.0.1:{pages}", block)
    block = block.replace("listen 80;", f"listen 127.0.0.1:{front};")
    temporary = " ".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        # pytest's folders are closed to nginx's own user
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{block} }}"
    )
    with copied(migrated, tmp_path / "var") as installation:
        installation.python(PEOPLE)
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--port",
                str(pages),
                "--blocking-threads",
                "4",
                "--no-ws",
                "--log-level",
                "error",
                "portal.wsgi:application",
            ],
            cwd=ROOT,
            env={**installation.environment, "TANGTHU_PROXIES": "127.0.0.1"},
        )
        nginx = subprocess.Popen([shutil.which("nginx"), "-e", "stderr", "-c", tmp_path / "nginx.conf"])
        try:
            wait_until_it_answers(pages)
            wait_until_it_answers(front)
            yield front
        finally:
            for process in (nginx, server):
                process.terminate()
                process.wait(timeout=30)


def sign_in(port: int, login: str, password: str, *, source: str, forged: str = "") -> int:
    """Send the form of signing in from an address of this machine; return the status of the answer."""
    there = http.client.HTTPConnection("127.0.0.1", port, source_address=(source, 0), timeout=60)
    there.request("GET", "/account/login/", headers={"Host": "localhost"})
    page = there.getresponse()
    cookie = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])[1]
    page.read()
    body = urllib.parse.urlencode({"login": login, "password": password, "csrfmiddlewaretoken": cookie})
    headers = {
        "Host": "localhost",
        "Cookie": f"csrftoken={cookie}",
        "X-Forwarded-For": forged,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    there.request("POST", "/account/login/", body, headers)
    answer = there.getresponse()
    answer.read()
    there.close()
    return answer.status


def send(port: int, path: str, size: int) -> tuple[int, str]:
    """Send a body of zeros without keeping it in memory; return status and words of the answer."""
    there = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    piece = bytes(MEGABYTE)
    body = (piece[: min(MEGABYTE, size - sent)] for sent in range(0, size, MEGABYTE))
    headers = {"Host": "localhost", "Content-Length": str(size), "Content-Type": "text/plain"}
    # refused before all was sent: the answer stands there to be read
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        there.request("POST", path, body, headers)
    answer = there.getresponse()
    said = answer.status, answer.read().decode()
    there.close()
    return said


def test_guesses_from_one_address_lock_out_nobody_at_another(site):
    for number in range(12):
        forged = f"203.0.113.{number}"
        assert sign_in(site, f"nobody{number}", "sai", source="127.0.0.2", forged=forged) == 200

    assert sign_in(site, "guessed", PASSWORD, source="127.0.0.2") == 200  # refused
    assert sign_in(site, "other", PASSWORD, source="127.0.0.3") == 302
    assert sign_in(site, "third", PASSWORD, source="127.0.0.4", forged="127.0.0.2") == 302


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/desk/scans/record/abc/", 1_200_000),
        ("/reading-room/card/", 5 * MEGABYTE + 200_000),
        ("/desk/scans/record/abc/", 200 * MEGABYTE),
        ("/desk/imports/new/", 64 * MEGABYTE),
    ],
)
def test_bodies_of_the_promised_sizes_arrive(site, path, size):
    status, said = send(site, path, size)

    assert status in (302, 403), said
    assert "nginx" not in said


def test_larger_ones_are_refused(site):
    assert send(site, "/account/login/", 20 * MEGABYTE)[0] == 413
