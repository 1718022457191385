"""Addresses that nobody should ask for, on the real server; and two hundred thousand requests to the parser."""

import http.client
import io
import random
import threading
import time

import coverage
import pytest
from PIL import Image

from iiif.image import parameters
from iiif.image.parameters import BadRequest, NotOffered

# -- the parser --------------------------------------------------------------------------------------

W, H, MAX_WIDTH, MAX_AREA = 3000, 2000, 4096, 16_000_000


def _number(chance, high: int) -> str:
    return chance.choice(
        [
            str(chance.randint(0, high)),
            str(chance.randint(0, high)),
            f"{chance.uniform(0, high):.3f}",
            "0",
            str(high),
            str(high + 1),
            "-1",
            "1e3",
            "٣",
            "",
            "999999999",
            "9999999999",
            "0x1",
            " 1",
        ]
    )


def _whole(chance, high: int) -> str:
    return str(chance.randint(1, high))


def _region(chance) -> str:
    kind = chance.random()
    if kind < 0.25:
        return chance.choice(["full", "square"])
    if kind < 0.6:
        return ",".join(_whole(chance, high) for high in (W, H, W, H))
    if kind < 0.75:
        return "pct:" + ",".join(f"{chance.uniform(0, 99):.{chance.randint(0, 4)}f}" for _ in range(4))
    if kind < 0.97:
        return chance.choice(["", "pct:"]) + ",".join(_number(chance, W) for _ in range(chance.choice([3, 4, 4, 4, 5])))
    return "".join(chance.choices("full,square:pct.0123456789^!-%\x00/é", k=chance.randint(0, 12)))


def _size(chance, version: int) -> str:
    up = chance.choice(["", "", "^"])
    kind = chance.random()
    if kind < 0.25:
        return chance.choice(["max", "full", "^max"])
    if kind < 0.75:
        form = chance.choice(["{},", ",{}", "{},{}", "!{},{}", "pct:{}"])
        high = 100 if form.startswith("pct") else chance.choice([200, 200, 1500, 6000])
        return up + form.format(_whole(chance, high), _whole(chance, high))
    if kind < 0.95:
        return up + chance.choice(["{},", ",{}", "{},{}", "!{},{}", "pct:{}", "!{},"]).format(
            _number(chance, 5000), _number(chance, 5000)
        )
    return "".join(chance.choices("max^!,pct:.0123456789-\n", k=chance.randint(0, 9)))


def _rotation(chance) -> str:
    if chance.random() < 0.85:
        return chance.choice(["0", "90", "180", "270", "!0", "!90", "360", "90.0"])
    return chance.choice(["!", ""]) + _number(chance, 400)


def _ending(chance) -> str:
    if chance.random() < 0.9:
        return f"{chance.choice(['default', 'color', 'gray', 'bitonal'])}.{chance.choice(['jpg', 'png', 'webp'])}"
    return chance.choice(["default", "default.", ".jpg", "best.jpg", "default.JPG", "a.b.jpg", "default.jp2", ""])


def _walk(count: int, seed: int) -> int:
    """Send so many structured requests through the parser; return how many were accepted."""
    chance, accepted = random.Random(seed), 0
    for _ in range(count):
        version = chance.choice([3, 3, 2])
        texts = (_region(chance), _size(chance, version), _rotation(chance), _ending(chance))
        try:
            wanted = parameters.parse(
                *texts, width=W, height=H, max_width=MAX_WIDTH, max_area=MAX_AREA, version=version
            )
        except (BadRequest, NotOffered):
            continue
        accepted += 1
        region, size = wanted.region, wanted.size
        assert region.x >= 0, texts
        assert region.y >= 0, texts
        assert region.width >= 1, texts
        assert region.height >= 1, texts
        assert region.x + region.width <= W, texts
        assert region.y + region.height <= H, texts
        assert 1 <= size.width <= MAX_WIDTH, texts
        assert 1 <= size.height <= MAX_WIDTH, texts
        assert size.width * size.height <= MAX_AREA, texts
        if not texts[1].startswith("^"):
            assert size.width <= region.width, texts
            assert size.height <= region.height, texts
        assert wanted.rotation.degrees in (0, 90, 180, 270), texts
    return accepted


@pytest.mark.hard
def test_two_hundred_thousand_requests_are_read_or_refused_and_never_more():
    count = 200_000

    accepted = _walk(count, seed=2026)

    assert 0.2 * count < accepted < 0.8 * count


def test_the_walk_takes_every_branch_of_the_parser():
    import importlib

    watch = coverage.Coverage(branch=True, data_file=None, include=[parameters.__file__], config_file=False)
    known = dict(vars(parameters))
    watch.start()
    try:
        importlib.reload(parameters)
        chance = random.Random(1)
        for _ in range(20_000):
            texts = (_region(chance), _size(chance, 3), _rotation(chance), _ending(chance))
            try:
                parameters.parse(
                    *texts,
                    width=W,
                    height=H,
                    max_width=MAX_WIDTH,
                    max_area=MAX_AREA,
                    version=chance.choice([2, 3]),
                )
            except (parameters.BadRequest, parameters.NotOffered):
                continue
    finally:
        watch.stop()
        vars(parameters).update(known)  # classes that others have imported stay the ones that are raised
    numbers = watch._analyze(parameters.__file__).numbers

    covered = (numbers.n_executed + numbers.n_executed_branches) / (numbers.n_statements + numbers.n_branches)
    assert covered >= 0.95


# -- the server --------------------------------------------------------------------------------------

OPEN = "from catalog.models import Scan\nprint(Scan.objects.open_to_all().order_by('-width').first().key)"


@pytest.fixture(scope="module")
def scan(portal):
    return portal.ask(OPEN)


def ask(portal, path: str, method: str = "GET", **headers) -> http.client.HTTPResponse:
    """Send the bytes of an address as they are: no client tidies them up."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=60)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer


TAIL = "full/max/0/default.jpg"
PATHS = [
    "/iiif/3/..%2f..%2f..%2fetc%2fpasswd/info.json",
    "/iiif/3/%2e%2e/%2e%2e/etc/passwd",
    "/iiif/3/../../../etc/passwd",
    "/iiif/3/....//....//etc/passwd",
    "/iiif/3/a%00b/info.json",
    "/iiif/3/%00/" + TAIL,
    "/iiif/3/0123456789%00/" + TAIL,
    "/iiif/3/" + "a" * 5000 + "/" + TAIL,
    "/iiif/3/%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9/info.json",
    "/iiif/3/%ff%fe%fd/info.json",
    "/iiif/3//info.json",
    "/iiif/3/0123456789/" + "x/" * 400,
    "/iiif/3/abc%2Fdef%2Fgh/info.json",
    "/iiif/3/a%252Fb/info.json",
    "/iiif/2/..%5c..%5cwindows/info.json",
    "/iiif/reduced/../../db.sqlite3.jpg",
    "/iiif/rendering/..%2f..%2fdb.pdf",
    "/iiif/presentation/3/../../manifest",
    "/iiif/presentation/3/%2e%2e/manifest",
    "/iiif/search/2/%00/search?q=a",
    "/iiif/annotations/..%2f/text",
    "/iiif/discovery/page-99999999999999999999",
    "/iiif/discovery/page-%D9%A3",
    "/iiif/auth/probe/..%2f..%2f",
    "/static/../portal/settings/demo.py",
    "/static/%2e%2e/%2e%2e/manage.py",
    "/media/../db.sqlite3",
    "/iiif/3/ILOUilou12/info.json",
]


@pytest.mark.parametrize("path", PATHS)
def test_strange_identifiers_reach_nothing(portal, path):
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = ask(portal, path, method)
        assert answer.status in ((400, 404) if method != "OPTIONS" else (204, 400, 404, 405)), (
            method,
            answer.status,
        )
        assert b"root:" not in answer.body
        assert b"SQLite format" not in answer.body
        assert b"SECRET_KEY" not in answer.body
        assert b"Traceback" not in answer.body


SPELLINGS = [
    "full/max/0/default.jpg%00",
    "full/max/0/default%2ejpg",
    "full%2Fmax/0/default.jpg",
    "%66ull/max/0/default.jpg",
    "full/max/0/default.jpg/",
    "0,0,0,0/max/0/default.jpg",
    "-1,0,10,10/max/0/default.jpg",
    "0,0,9999999999,1/max/0/default.jpg",
    "full/99999,/0/default.jpg",
    "full/^99999,/0/default.jpg",
    "full/%5E4096,4096/0/default.jpg",
    "pct:0,0,0,0/max/0/default.jpg",
    "full/max/1e2/default.jpg",
    "full/max/%D9%A3/default.jpg",
    "full/max/0/default.jpg?x=" + "y" * 3000,
    "full/!0,0/0/default.jpg",
    "full/max/0/" + "a" * 3000 + ".jpg",
    "full/" + "9" * 2000 + ",/0/default.jpg",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_strange_parameters_get_an_answer_of_the_specification(portal, scan, spelling):
    answer = ask(portal, f"/iiif/3/{scan}/{spelling}")

    assert answer.status in (200, 400, 404), answer.status
    assert b"Traceback" not in answer.body
    assert answer.getheader("Access-Control-Allow-Origin") == "*"
    if answer.status == 200:
        picture = Image.open(io.BytesIO(answer.body))
        assert picture.width * picture.height <= MAX_AREA


def test_preflights_and_heads_are_answered_without_bodies(portal, scan):
    tile = f"/iiif/3/{scan}/0,0,512,512/512,512/0/default.jpg"

    preflight = ask(portal, tile, "OPTIONS", Origin="https://a.example", Access_Control_Request_Method="GET")
    head = ask(portal, tile, "HEAD")
    whole = ask(portal, tile)

    assert (preflight.status, preflight.body) == (204, b"")
    assert preflight.getheader("Access-Control-Allow-Headers").startswith("Authorization")
    assert (head.status, head.body) == (200, b"")
    assert int(head.getheader("Content-Length")) == len(whole.body)
    for method in ("POST", "PUT", "DELETE"):
        assert ask(portal, tile, method, Content_Length="0").status in (403, 405)


def test_a_page_of_covers_is_drawn_for_a_browser_that_asks_for_six_at_once(portal, scan):
    answers: list[int] = []

    def draw(number: int) -> None:
        crop = f"{number},{number},1000,750/800,/0/default.jpg"
        answers.append(ask(portal, f"/iiif/3/{scan}/{crop}").status)

    for _page in range(3):
        asked = [threading.Thread(target=draw, args=(number,)) for number in range(6)]
        for each in asked:
            each.start()
        for each in asked:
            each.join()

    assert answers == [200] * 18


def test_a_flood_of_crops_fills_nothing_and_tiles_stay_quick(portal, scan):
    """Distinct renderings from twenty clients: each is answered or told to come back, and tiles pass beside them."""
    tile = f"/iiif/3/{scan}/0,0,512,512/512,512/0/default.jpg"
    size_of = sum(path.stat().st_size for path in portal.var.rglob("*") if path.is_file())
    answers: list[tuple[int, str | None]] = []
    over = threading.Event()

    def flood(seed: int) -> None:
        chance = random.Random(seed)
        while not over.is_set():
            crop = f"{chance.randint(0, 400)},{chance.randint(0, 400)},1100,1300/1000,/90/gray.png"
            answer = ask(portal, f"/iiif/3/{scan}/{crop}")
            answers.append((answer.status, answer.getheader("Retry-After")))

    def asked(count: int) -> float:
        times = []
        for _ in range(count):
            began = time.perf_counter()
            assert ask(portal, tile).status == 200
            times.append(time.perf_counter() - began)
        return sorted(times)[count // 2]

    clients = [threading.Thread(target=flood, args=(seed,)) for seed in range(20)]
    for client in clients:
        client.start()
    time.sleep(1)
    among = asked(40)
    over.set()
    for client in clients:
        client.join()
    one_crop = time.perf_counter()
    assert ask(portal, f"/iiif/3/{scan}/7,7,1100,1300/1000,/90/gray.png").status == 200
    one_crop = time.perf_counter() - one_crop

    assert {status for status, _ in answers} <= {200, 503}
    assert any(status == 503 for status, _ in answers)
    assert all(after for status, after in answers if status == 503)
    # a tile never waits its turn behind the crops: those that wait in a row would take many times one
    assert among < 4 * one_crop
    assert sum(path.stat().st_size for path in portal.var.rglob("*") if path.is_file()) < size_of + 5_000_000
