"""Servers and load: each server on one core, the load on the other, processor time read from the kernel."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, LOAD_CORE = "0", "1"
TICKS = os.sysconf("SC_CLK_TCK")
PACKAGES = {"nginx": "nginx-light", "wrk": "wrk", "spawn-fcgi": "spawn-fcgi"}
IIPSRV = Path("/usr/lib/iipimage-server/iipsrv.fcgi")


def install() -> None:
    """Debian's packages, where they are missing and we may."""
    wanted = [package for command, package in PACKAGES.items() if not shutil.which(command)]
    wanted += [] if IIPSRV.exists() else ["iipimage-server"]
    if wanted:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", *wanted], check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@dataclass
class Server:
    """One or more processes that answer together at ``base``."""

    name: str
    base: str
    processes: list[subprocess.Popen]
    pids: list[int] = field(default_factory=list)

    def cpu(self) -> float:
        """Seconds of processor time of all its processes and their children so far."""
        roots = [process.pid for process in self.processes] + self.pids
        return sum(_cpu(pid) for root in roots for pid in [root, *children_of(root)])

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
        for pid in self.pids:
            os.kill(pid, signal.SIGTERM)


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def children_of(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *children_of(int(child))]
    return found


def wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def _pinned(*command: str, **options) -> subprocess.Popen:
    return subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], **options)


def granian(env: dict, *, threads: int = 1) -> tuple[subprocess.Popen, int]:
    """Our server as the demo starts it, on one core, with so many threads."""
    port = free_port()
    process = _pinned(
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        "1",
        "--runtime-threads",
        "1",
        "--blocking-threads",
        str(threads),
        "--http",
        "1",
        "--no-ws",
        "--log-level",
        "error",
        "portal.wsgi:application",
        cwd=ROOT,
        env=env,
    )
    wait(f"http://127.0.0.1:{port}/-/live")
    return process, port


def nginx(scratch: Path, name: str, location: str) -> tuple[subprocess.Popen, int]:
    """Debian's nginx, one worker, with one ``location /`` block."""
    port, conf = free_port(), scratch / f"{name}.conf"
    conf.write_text(
        f"daemon off; worker_processes 1; pid {scratch}/{name}.pid; error_log {scratch}/{name}.err;\n"
        "events { worker_connections 512; }\n"
        "http { access_log off; types { image/jpeg jpg; } keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port}; location / {{ {location} }} }} }}\n"
    )
    process = _pinned("nginx", "-c", str(conf), "-p", str(scratch))
    return process, port


def behind_nginx(scratch: Path, backend: int) -> tuple[subprocess.Popen, int]:
    """Debian's nginx as a proxy with kept connections, as docs/operator.md sets it up."""
    port, conf = free_port(), scratch / "proxy.conf"
    conf.write_text(
        f"daemon off; worker_processes 1; pid {scratch}/proxy.pid; error_log {scratch}/proxy.err;\n"
        "events { worker_connections 512; }\n"
        "http { access_log off; keepalive_requests 1000000;\n"
        f"upstream tangthu {{ server 127.0.0.1:{backend}; keepalive 32; keepalive_requests 1000000; }}\n"
        f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://tangthu; proxy_http_version 1.1;\n"
        "proxy_set_header Connection ''; proxy_set_header Host $host; proxy_buffers 16 32k; } } }\n"
    )
    return _pinned("nginx", "-c", str(conf), "-p", str(scratch)), port


def iipsrv(scratch: Path, pictures: Path) -> int:
    """Debian's iipsrv behind a FastCGI socket; returns its process id."""
    env = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "FILESYSTEM_PREFIX": f"{pictures}/",
        "URI_MAP": "iiif=>IIIF",
        "CORS": "*",
        "JPEG_QUALITY": "85",
        "MAX_CVT": "20000",
        "VERBOSITY": "0",
        "MAX_IMAGE_CACHE_SIZE": "10",
    }
    pid_file = scratch / "iip.pid"
    subprocess.run(
        [
            "taskset",
            "-c",
            SERVER_CORE,
            "spawn-fcgi",
            "-s",
            str(scratch / "iip.sock"),
            "-M",
            "0777",
            "-P",
            str(pid_file),
            "--",
            str(IIPSRV),
        ],
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return int(pid_file.read_text())


@dataclass(frozen=True)
class Load:
    """One round: requests a second, processor microseconds a request, answers that were no success."""

    rate: float
    cpu: float
    errors: int


def wrk(
    server: Server,
    paths: list[str],
    scratch: Path,
    *,
    connections: int,
    seconds: float,
    cookie: str = "",
) -> Load:
    """Ask for the paths in turn, each connection from another place in the list."""
    script = scratch / "paths.lua"
    headers = f"wrk.headers['Cookie'] = {json.dumps(cookie)}\n" if cookie else ""
    script.write_text(
        headers + "local paths = {" + ",".join(json.dumps(path) for path in paths) + "}\nlocal at = 0\n"
        "request = function() at = at % #paths + 1 return wrk.format('GET', paths[at]) end\n"
        "done = function(s, l, r) io.write(string.format('RESULT %f %d %d\\n', s.requests / (s.duration / 1e6), "
        "s.errors.status + s.errors.read + s.errors.timeout + s.errors.connect, s.requests)) end\n"
    )
    before = server.cpu()
    out = subprocess.run(
        [
            "taskset",
            "-c",
            LOAD_CORE,
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout",
            "20s",
            "-s",
            str(script),
            server.base,
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rate, errors, requests = out.split("RESULT ")[1].split()
    spent = server.cpu() - before
    return Load(float(rate), spent * 1e6 / max(1, int(requests)), int(errors))
