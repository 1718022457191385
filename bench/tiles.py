"""Tiles and pages per second beside nginx serving the same bytes as files, in one interleaved run.

    make bench          needs Debian's nginx-light and wrk (installed here when root)

Server on one core, load on the other; ratios are what counts, absolute figures depend on the machine.
"""

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS, ROUNDS, CONNECTIONS = 4, 3, 8


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def pinned(core: str, *command: str, **options) -> subprocess.Popen:
    return subprocess.Popen(["taskset", "-c", core, *command], **options)


def wait(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def wrk(base: str, paths: list[str], scratch: Path) -> tuple[float, int]:
    """Requests per second over the paths in turn, and how many answers were not 200."""
    script = scratch / "paths.lua"
    script.write_text(
        "local paths = {" + ",".join(json.dumps(path) for path in paths) + "}\nlocal at = 0\n"
        "request = function() at = at % #paths + 1 return wrk.format('GET', paths[at]) end\n"
        "done = function(s, l, r) io.write(string.format('RESULT %f %d\\n', s.requests / (s.duration / 1e6), "
        "s.errors.status + s.errors.read + s.errors.timeout + s.errors.connect)) end\n"
    )
    out = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), base],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    rate, errors = out.split("RESULT ")[1].split()
    return float(rate), int(errors)


def build(var: Path, env: dict) -> list[str]:
    """A small sample archive; return the addresses of its ready tiles."""
    subprocess.run(
        [sys.executable, "manage.py", "demo", "--build-only", "--few", "1"],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    code = "from catalog.models import Scan\nprint([s.key for s in Scan.objects.open_to_all().order_by('pk')[:20]])"
    keys = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = []
    for key in json.loads(keys.replace("'", '"')):
        with zipfile.ZipFile(var / "open" / key[:2] / f"{key}.zip") as pack:
            for name in pack.namelist():
                inside = name.partition("/")[2]
                if inside.endswith(".jpg"):
                    paths.append(f"/iiif/3/{key}/{inside}")
                    target = var / "files" / paths[-1].lstrip("/")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(pack.read(name))
    return paths


def nginx(var: Path, port: int) -> subprocess.Popen:
    conf = var / "nginx.conf"
    conf.write_text(
        f"daemon off; worker_processes 1; pid {var}/nginx.pid; error_log {var}/nginx.err;\nevents {{}}\n"
        f"http {{ access_log off; types {{ image/jpeg jpg; }} server {{ listen 127.0.0.1:{port}; root {var}/files; }} }}\n"
    )
    (var / "files/up").write_text("up")
    os.chmod(var, 0o755)
    return pinned("0", "nginx", "-c", str(conf), "-p", str(var))


def main() -> None:
    if not (shutil.which("nginx") and shutil.which("wrk")):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "nginx-light", "wrk"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    scratch = Path(tempfile.mkdtemp(prefix="tangthu-bench-", dir="/var/tmp"))
    os.chmod(scratch, 0o755)
    var = scratch / "var"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.demo", "TANGTHU_VAR": str(var)}
    paths = build(var, env)
    ours, theirs = free_port(), free_port()
    server = pinned("0", sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(ours), "--workers", "1", "--blocking-threads", "2",
                    "--no-ws", "--log-level", "error", "portal.wsgi:application", cwd=ROOT, env=env)  # fmt: skip
    peer = nginx(var, theirs)
    try:
        wait(f"http://127.0.0.1:{ours}/-/live")
        wait(f"http://127.0.0.1:{theirs}/up")
        for path in paths:
            with (
                urllib.request.urlopen(f"http://127.0.0.1:{ours}{path}") as a,
                urllib.request.urlopen(f"http://127.0.0.1:{theirs}{path}") as b,
            ):
                assert a.read() == b.read(), path
        rows = []
        for _ in range(ROUNDS):
            rows.append(
                (
                    wrk(f"http://127.0.0.1:{ours}", paths, scratch),
                    wrk(f"http://127.0.0.1:{theirs}", paths, scratch),
                )
            )
        pages = wrk(f"http://127.0.0.1:{ours}", ["/fonds/"], scratch)
    finally:
        for child in (server, peer):
            child.send_signal(signal.SIGTERM)
            child.wait(timeout=20)
        shutil.rmtree(scratch, ignore_errors=True)
    mine, nginx_rate = (statistics.median(row[side][0] for row in rows) for side in (0, 1))
    errors = sum(row[side][1] for row in rows for side in (0, 1)) + pages[1]
    print(
        f"{len(paths)} tiles, every one the same bytes from both; {ROUNDS} rounds of {SECONDS} s, {CONNECTIONS} connections, one core a server"
    )
    print(
        f"tiles a second: ours {mine:.0f}, nginx serving files {nginx_rate:.0f}, ratio {mine / nginx_rate:.2f}"
    )
    print(
        f"pages a second (/fonds/): {pages[0]:.0f}, {1000 / pages[0]:.1f} ms each at {CONNECTIONS} connections; beside one nginx file: {pages[0] / nginx_rate:.4f}"
    )
    print(f"errors: {errors}")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
