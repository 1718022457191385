"""The image service beside Debian's iipsrv and nginx, in one interleaved run.

    make bench          installs Debian's iipimage-server, nginx-light, wrk and spawn-fcgi where they are missing

One core for a server, the other for the load. Processor time a request is the steadier figure; rates move with the
machine. Every address is asked once before the rounds and the size of its picture checked.
"""

import io
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyvips
from corpus import draw
from PIL import Image, ImageChops, ImageStat
from servers import (
    ROOT,
    Load,
    Server,
    behind_nginx,
    granian,
    iipsrv,
    install,
    nginx,
    wait,
    wrk,
)

ROUNDS, SECONDS, CONNECTIONS = 3, 4, 16
TILE = 512
Wanted = dict[str, tuple[int, int]]  # an address below the identifier, and the size of its picture


def manage(env: dict, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


ARCHIVE = """
from django.utils import timezone
from catalog.records.actions import describing as records
def file(title, access):
    now = timezone.now()
    return records.create(parent=None, by=None, at=now, title=title, level="fonds", access=access).key
print(file("Open pages", "open"), file("Pages on request", "on_request"))
"""
KEYS = """
import json
from catalog.models import Scan
print(json.dumps({{s.master_name: s.key for s in Scan.objects.filter(record__key="{key}")}}))
"""
PASS = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from catalog.records.actions import access
from catalog.models import Record
from iiif import passes, shelves
passes.SECONDS = 7200
record, now = Record.objects.get(key="{key}"), timezone.now()
reader, _ = get_user_model().objects.get_or_create(username="bench")
grant = access.grant(record=record, reader=reader, by=None, starts_at=now, ends_at=now + timedelta(hours=2))
record.refresh_from_db()
shelves.lend(record)
print(passes.COOKIE + "=" + passes.mint(record, reader, until=grant.ends_at))
"""


def take_in(env: dict, folder: Path, key: str) -> None:
    manage(env, "ingest_scans", str(folder), "--record", key)


def tile_mix(width: int, height: int, *, at_most: int | None = None) -> Wanted:
    """Every address that OpenSeadragon asks for, at every level, or so many of them."""
    wanted: Wanted = {}
    factor = 1
    while True:
        step = TILE * factor
        for y in range(0, height, step):
            for x in range(0, width, step):
                w, h = min(step, width - x), min(step, height - y)
                size = (-(-w // factor), -(-h // factor))
                region = "full" if (w, h) == (width, height) else f"{x},{y},{w},{h}"
                wanted[f"{region}/{size[0]},{size[1]}/0/default.jpg"] = size
        if step >= max(width, height):
            break
        factor *= 2
    if at_most and len(wanted) > at_most:
        names = random.Random(1).sample(sorted(wanted), at_most)
        wanted = {name: wanted[name] for name in names}
    return wanted


def thumbs(width: int, height: int) -> Wanted:
    wanted = {}
    for longest in (256, 1024):
        scale = longest / max(width, height)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        wanted[f"full/{size[0]},{size[1]}/0/default.jpg"] = size
    return wanted


def mixed(width: int, height: int, seed: int, count: int) -> Wanted:
    """Regions, quarter turns, gray and bitonal in equal parts; JPEG, the one format that all servers speak."""
    chance, wanted = random.Random(seed), {}
    for number in range(count):
        w, h = chance.randint(300, width // 2), chance.randint(300, height // 2)
        x, y = chance.randint(0, width - w), chance.randint(0, height - h)
        target = chance.randint(200, min(1000, w))
        size = (target, max(1, round(h * target / w)))
        turn, quality = (("0", "default"), ("90", "default"), ("0", "gray"), ("0", "bitonal"))[number % 4]
        wanted[f"{x},{y},{w},{h}/{size[0]},{size[1]}/{turn}/{quality}.jpg"] = size[::-1] if turn == "90" else size
    return wanted


def ask(url: str, cookie: str = "") -> Image.Image:
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        image = Image.open(io.BytesIO(answer.read()))
        image.load()
        return image


def check(server: Server, wanted: dict[str, tuple[int, int]], cookie: str = "") -> tuple[int, int]:
    """Ask for every address once; return how many pictures have the wrong size and how many never came."""
    wrong = missing = 0
    for path, size in wanted.items():
        try:
            wrong += ask(server.base + path, cookie).size != size
        except urllib.error.HTTPError:
            missing += 1
    return wrong, missing


def psnr(ours: Image.Image, truth: Image.Image) -> float:
    """Peak signal-to-noise ratio of the luma, in decibels."""
    difference = ImageChops.difference(ours.convert("L"), truth.convert("L"))
    mean = ImageStat.Stat(difference).sum2[0] / (difference.width * difference.height)
    return 99.0 if mean == 0 else 10 * math.log10(255**2 / mean)


def closeness(server: Server, wanted: dict[str, tuple[int, int]], masters: dict[str, Image.Image]) -> float:
    """Median PSNR of pictures of regions against the master scaled by Pillow's Lanczos filter."""
    found = []
    for path, size in wanted.items():
        *_, key, region, _size, turn, quality = path.split("/")
        if quality != "default.jpg" or turn != "0":
            continue
        x, y, w, h = map(int, region.split(","))
        truth = masters[key].resize(size, Image.Resampling.LANCZOS, box=(x, y, x + w, y + h))
        picture = ask(server.base + path)
        if picture.size == size:
            found.append(psnr(picture, truth))
    return statistics.median(found)


class Bench:
    """The corpus on the shelves of both, the servers, and the rounds."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            "TANGTHU_VAR": str(scratch / "var"),
        }
        self.lines: list[str] = []
        self.missed = False

    def say(self, text: str) -> None:
        print(text, flush=True)

    def demand(self, what: str, value: float, bound: float, *, at_least: bool = True) -> None:
        met = value >= bound if at_least else value <= bound
        self.missed |= not met
        sign = "≥" if at_least else "≤"
        self.say(f"  {'met ' if met else 'MISSED'}  {what}: {value:.2f} (demand {sign} {bound})")

    def build(self) -> None:
        files = draw(self.scratch / "scans")
        (self.scratch / "var").mkdir()
        manage(self.env, "migrate", "-v0")
        manage(self.env, "collectstatic", "-v0", "--no-input")
        self.open_key, self.lent_key = manage(self.env, "shell", "-v0", "-c", ARCHIVE).split()
        pages = self.scratch / "pages"
        pages.mkdir()
        for file in files:
            if file.name.startswith("page"):
                (pages / file.name).hardlink_to(file)
        take_in(self.env, pages, self.open_key)
        plans = self.scratch / "plans"
        plans.mkdir()
        for file in files:
            if file.name.startswith("plan"):
                (plans / file.name).hardlink_to(file)
        take_in(self.env, plans, self.open_key)
        take_in(self.env, self.scratch / "scans", self.lent_key)
        self.keys = json.loads(manage(self.env, "shell", "-v0", "-c", KEYS.format(key=self.open_key)))
        self.lent = json.loads(manage(self.env, "shell", "-v0", "-c", KEYS.format(key=self.lent_key)))
        self.cookie = manage(self.env, "shell", "-v0", "-c", PASS.format(key=self.lent_key)).strip()
        pyramids = self.scratch / "pyramids"
        pyramids.mkdir()
        self.sizes = {}
        for file in files:
            image = pyvips.Image.new_from_file(str(file))
            self.sizes[file.name] = (image.width, image.height)
            image.tiffsave(
                str(pyramids / f"{file.stem}.tif"),
                tile=True,
                pyramid=True,
                tile_width=TILE,
                tile_height=TILE,
                compression="jpeg",
                Q=85,
            )

    def paths(self, kind: str, wanted_of) -> tuple[dict, dict, dict]:
        """The same requests for our open scans, our lent scans, and iipsrv's pyramids."""
        ours, lent, theirs = {}, {}, {}
        for number, (name, size) in enumerate(sorted(self.sizes.items())):
            wanted = wanted_of(number, *size)
            for below, picture in wanted.items():
                ours[f"/iiif/3/{self.keys[name]}/{below}"] = picture
                lent[f"/iiif/3/{self.lent[name]}/{below}"] = picture
                theirs[f"/iiif/{Path(name).stem}.tif/{below}"] = picture
        return ours, lent, theirs

    def start(self) -> None:
        process, port = granian(self.env)
        self.alone = Server("ours", f"http://127.0.0.1:{port}", [process])
        proxy, proxy_port = behind_nginx(self.scratch, port)
        self.proxied = Server("ours behind nginx", f"http://127.0.0.1:{proxy_port}", [process, proxy])
        pid = iipsrv(self.scratch, self.scratch / "pyramids")
        location = (
            f"fastcgi_pass unix:{self.scratch}/iip.sock; fastcgi_param QUERY_STRING $query_string; fastcgi_param REQUEST_METHOD $request_method; "
            "fastcgi_param REQUEST_URI $request_uri; fastcgi_param SERVER_NAME $host; fastcgi_param SERVER_PROTOCOL $server_protocol; "
            "fastcgi_keep_conn on;"
        )
        front, front_port = nginx(self.scratch, "iip", location)
        self.peer = Server("iipsrv", f"http://127.0.0.1:{front_port}", [front], [pid])
        files = self.scratch / "files"
        files.mkdir(exist_ok=True)
        static, static_port = nginx(self.scratch, "static", f"root {files};")
        self.static = Server("nginx files", f"http://127.0.0.1:{static_port}", [static])
        for server in (self.proxied, self.peer, self.static):
            wait(server.base + "/")

    def stop(self) -> None:
        for server in (self.peer, self.static):
            server.stop()
        self.proxied.stop()

    def rounds(self, runs: dict[str, tuple[Server, list[str], str]], seconds: float = SECONDS) -> dict[str, Load]:
        """Interleaved rounds; medians."""
        found: dict[str, list[Load]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, (server, paths, cookie) in runs.items():
                found[name].append(
                    wrk(
                        server,
                        paths,
                        self.scratch,
                        connections=CONNECTIONS,
                        seconds=seconds,
                        cookie=cookie,
                    )
                )
        medians = {}
        for name, loads in found.items():
            medians[name] = Load(
                statistics.median(load.rate for load in loads),
                statistics.median(load.cpu for load in loads),
                sum(load.errors for load in loads),
            )
            load = medians[name]
            self.say(
                f"  {name:<28} {load.rate:>9.0f} requests/s  {load.cpu:>8.0f} µs CPU a request  {load.errors} errors"
            )
            if runs[name][0] is not self.peer:
                self.missed |= bool(load.errors)
        return medians

    def tiles(self) -> None:
        def mix(_number, width, height) -> Iterator:
            return tile_mix(width, height, at_most=400 if width > 10_000 else None)

        ours, lent, theirs = self.paths("tiles", mix)
        for path in ours:
            target = self.scratch / "files" / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            with urllib.request.urlopen(self.alone.base + path) as answer:
                target.write_bytes(answer.read())
        subprocess.run(["chmod", "-R", "a+rX", str(self.scratch)], check=True)
        wrong = {
            "ours": check(self.alone, ours),
            "lent": check(self.alone, lent, self.cookie),
            "nginx files": check(self.static, ours),
            "iipsrv": check(self.peer, theirs),
        }
        self.say(
            f"\nTiles: {len(ours)} addresses of OpenSeadragon, {TILE} px, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS} s"
        )
        self.say(f"  wrong sizes and refusals before the rounds: {wrong}")
        self.missed |= wrong["ours"] != (0, 0) or wrong["lent"] != (0, 0)
        loads = self.rounds(
            {
                "ours alone": (self.alone, list(ours), ""),
                "ours alone, with passes": (self.alone, list(lent), self.cookie),
                "ours behind nginx": (self.proxied, list(ours), ""),
                "iipsrv behind nginx": (self.peer, list(theirs), ""),
                "nginx serving files": (self.static, list(ours), ""),
            }
        )
        a, p, n, i, s = loads.values()
        self.demand("CPU of iipsrv / ours, both behind nginx", i.cpu / n.cpu, 20)
        self.demand("requests/s of ours / iipsrv, both behind nginx", n.rate / i.rate, 15)
        self.demand("requests/s of ours alone / nginx serving files", a.rate / s.rate, 0.35)
        self.demand("CPU with the pass checked / open", p.cpu / a.cpu, 1.3, at_least=False)

    def thumbnails(self) -> None:
        ours, _lent, theirs = self.paths("thumbs", lambda _n, w, h: thumbs(w, h))
        self.say(f"\nThumbnails of sizes: {len(ours)} addresses")
        self.say(f"  wrong sizes and refusals: ours {check(self.alone, ours)}, iipsrv {check(self.peer, theirs)}")
        loads = self.rounds(
            {
                "ours behind nginx": (self.proxied, list(ours), ""),
                "iipsrv behind nginx": (self.peer, list(theirs), ""),
            }
        )
        n, i = loads.values()
        self.demand("CPU of iipsrv / ours", i.cpu / n.cpu, 15)

    def regions(self) -> None:
        ours, _lent, theirs = self.paths("mixed", lambda n, w, h: mixed(w, h, n, 8))
        self.say(f"\nMixed regions, turns, gray, bitonal: {len(ours)} addresses")
        mine, other = check(self.alone, ours), check(self.peer, theirs)
        self.say(f"  wrong sizes and refusals: ours {mine}, iipsrv {other}")
        self.missed |= mine != (0, 0)
        loads = self.rounds(
            {
                "ours behind nginx": (self.proxied, list(ours), ""),
                "iipsrv behind nginx": (self.peer, list(theirs), ""),
            },
            seconds=8,
        )
        n, i = loads.values()
        self.demand("CPU of ours / iipsrv", n.cpu / i.cpu, 1.2, at_least=False)
        masters = {}
        for name in self.sizes:
            image = Image.open(self.scratch / "scans" / name)
            image.load()
            masters[self.keys[name]] = masters[f"{Path(name).stem}.tif"] = image
        mine, other = closeness(self.alone, ours, masters), closeness(self.peer, theirs, masters)
        self.demand(
            f"PSNR against the master, ours {mine:.1f} dB less iipsrv {other:.1f} dB",
            mine - other,
            1,
        )


def main() -> None:
    Image.MAX_IMAGE_PIXELS = None
    install()
    scratch = Path(tempfile.mkdtemp(prefix="tangthu-bench-", dir="/var/tmp"))
    scratch.chmod(0o755)
    bench = Bench(scratch)
    began = time.monotonic()
    try:
        bench.build()
        bench.start()
        try:
            bench.tiles()
            bench.thumbnails()
            bench.regions()
        finally:
            bench.stop()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    bench.say(f"\n{time.monotonic() - began:.0f} s in all")
    sys.exit(bench.missed)


if __name__ == "__main__":
    main()
