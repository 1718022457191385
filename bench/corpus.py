"""Pages and maps to measure with: drawn, seeded, the same on every machine."""

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

PAGES, MAPS = 20, 2
A4_300 = (2480, 3508)
MAP = (12_000, 9_000)


def draw(folder: Path) -> list[Path]:
    """Write the corpus as JPEG scans of quality 92, as scanners deliver; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(PAGES):
        files.append(folder / f"page-{number:02}.jpg")
        _page(number).save(files[-1], quality=92, dpi=(300, 300))
    for number in range(MAPS):
        files.append(folder / f"plan-{number}.jpg")
        _plan(number).save(files[-1], quality=92, dpi=(400, 400))
    return files


def _paper(size: tuple[int, int], seed: int) -> Image.Image:
    """Yellowed paper: coarse stains and fine grain, so that JPEG has something to do."""
    chance = random.Random(seed)
    small = Image.new("RGB", (size[0] // 40, size[1] // 40))
    small.putdata(
        [
            (232 + chance.randint(-9, 9), 222 + chance.randint(-9, 9), 196 + chance.randint(-12, 9))
            for _ in range(small.width * small.height)
        ]
    )
    paper = small.resize(size, Image.Resampling.BICUBIC)
    grain = Image.effect_noise((512, 512), 14).convert("RGB")
    tiled = Image.new("RGB", size)
    for y in range(0, size[1], 512):
        for x in range(0, size[0], 512):
            tiled.paste(grain, (x, y))
    return Image.blend(paper, tiled, 0.12)


def _page(seed: int) -> Image.Image:
    """Handwriting-like lines on paper."""
    chance, page = random.Random(seed), _paper(A4_300, seed)
    pen = ImageDraw.Draw(page)
    for y in range(320, A4_300[1] - 300, 74):
        x = 260
        while x < A4_300[0] - 320:
            width = chance.randint(40, 190)
            points = [(x + step, y + chance.randint(-24, 20)) for step in range(0, width, 11)]
            pen.line(points, fill=(52, 44, chance.randint(50, 110)), width=chance.choice((3, 4, 5)))
            x += width + chance.randint(24, 60)
    return page.filter(ImageFilter.GaussianBlur(0.7))


def _plan(seed: int) -> Image.Image:
    """Plots, streets and hatching, as on a town plan."""
    chance, plan = random.Random(100 + seed), _paper(MAP, 100 + seed)
    pen = ImageDraw.Draw(plan)
    for _ in range(5200):
        x, y = chance.randint(0, MAP[0]), chance.randint(0, MAP[1])
        w, h = chance.randint(40, 420), chance.randint(40, 320)
        colour = tuple(chance.randint(60, 200) for _ in range(3))
        pen.rectangle((x, y, x + w, y + h), outline=colour, width=4)
        for step in range(0, w, 18):
            pen.line((x + step, y, x + step - 60, y + h), fill=colour, width=1)
    return plan
