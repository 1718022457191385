"""Copy the front-end files and typefaces we ship out of their npm packages, and record what was copied.

    python tools/vendor.py            fetch by the lock file, copy, build the drawing fonts, write vendor.json
    python tools/vendor.py --check    recompute every hash without any network

Needs npm, and fontTools with brotli for the drawing fonts; a visitor or an installer needs neither, because the
copies are committed.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RECORD = HERE / "vendor.json"
THEME = ROOT / "themes/archive/static/themes/archive/fonts"
VIEWER = ROOT / "iiif/static/iiif/vendor"
DRAWING = ROOT / "fixtures/fonts"
# the face of official papers, in which the sample archive's printed matter is drawn too
PAPERS = ROOT / "portal/reading_room/typesetting/fonts"

COPIES = {
    "openseadragon": [
        ("build/openseadragon/openseadragon.min.js", VIEWER),
        ("LICENSE.txt", VIEWER),
    ],
    "axe-core": [("axe.min.js", ROOT / "tests/vendor"), ("LICENSE", ROOT / "tests/vendor")],
    "@fontsource/be-vietnam-pro": [
        (f"files/be-vietnam-pro-{part}-{weight}-normal.woff2", THEME)
        for part in ("latin", "vietnamese")
        for weight in (400, 600)
    ],
    "@fontsource/source-serif-4": [
        (f"files/source-serif-4-{part}-{face}.woff2", THEME)
        for part in ("latin", "vietnamese")
        for face in ("400-normal", "400-italic", "600-normal")
    ],
}

# The sample archive's scans are drawn with these: subsets joined into one file each, since a renderer
# cannot fall back from one web subset to the next.
DRAWN = {
    "print-regular.ttf": (
        "tinos",
        ["latin-400-normal", "latin-ext-400-normal", "vietnamese-400-normal"],
    ),
    "print-bold.ttf": (
        "tinos",
        ["latin-700-normal", "latin-ext-700-normal", "vietnamese-700-normal"],
    ),
    "print-italic.ttf": (
        "tinos",
        ["latin-400-italic", "latin-ext-400-italic", "vietnamese-400-italic"],
    ),
    "typewriter.ttf": (
        "cousine",
        ["latin-400-normal", "latin-ext-400-normal", "vietnamese-400-normal"],
    ),
    "signature.ttf": (
        "dancing-script",
        ["latin-400-normal", "latin-ext-400-normal", "vietnamese-400-normal"],
    ),
    "clerk.ttf": (
        "patrick-hand",
        ["latin-400-normal", "latin-ext-400-normal", "vietnamese-400-normal"],
    ),
}
HAN = (
    "一二三四五六七八九十百千萬畝高尺寸分社村總縣府省南北東西公私田土水秋夏成泰嗣德明命嘉隆紹治年月日"
    "里長該併承認界處所地簿冊鄉官印奉查同前後左右上下中大小山江河橋亭寺市路人民丁戶名阮黎陳范武裴鄧文氏有"
    "無錢稅粟石合計共記正副隊本等額實耕荒近"
)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_files(modules: Path) -> dict[str, dict]:
    lock = json.loads((HERE / "package-lock.json").read_text())["packages"]
    record = {}
    for name, files in COPIES.items():
        about = json.loads((modules / name / "package.json").read_text())
        entry = {
            "version": about["version"],
            "licence": about["license"],
            "integrity": lock[f"node_modules/{name}"]["integrity"],
            "files": {},
        }
        for inside, folder in files:
            folder.mkdir(parents=True, exist_ok=True)
            stem = name.split("/")[-1]
            target = folder / (f"{stem}-LICENSE.txt" if "LICENSE" in inside else Path(inside).name)
            text = (modules / name / inside).read_bytes()
            if target.suffix == ".js":
                # the source map is not shipped, so nothing may point to it
                text = re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", text)
            target.write_bytes(text)
            entry["files"][str(target.relative_to(ROOT))] = sha256(target)
        record[name] = entry
    return record


def build_drawing_fonts(modules: Path) -> dict[str, str]:
    from fontTools.merge import Merger
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    for folder in (DRAWING, PAPERS):
        folder.mkdir(parents=True, exist_ok=True)
    hashes = {}
    with tempfile.TemporaryDirectory() as scratch:
        for target, (family, parts) in DRAWN.items():
            plain = []
            for part in parts:
                source = modules / f"@fontsource/{family}/files/{family}-{part}.woff2"
                font = TTFont(source)
                font.flavor = None
                plain.append(str(Path(scratch) / f"{family}-{part}.ttf"))
                font.save(plain[-1])
            made = (PAPERS if target.startswith("print-") else DRAWING) / target
            Merger().merge(plain).save(made)
            hashes[str(made.relative_to(ROOT))] = sha256(made)
        wanted, plain = set(map(ord, HAN)), []
        for source in sorted((modules / "@fontsource/lxgw-wenkai-tc/files").glob("*-400-normal.woff2")):
            font = TTFont(source)
            found = wanted & set(font.getBestCmap())
            if not found:
                continue
            wanted -= found
            options = Options()
            options.layout_features = []
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=found)
            subsetter.subset(font)
            font.flavor = None
            plain.append(str(Path(scratch) / f"{source.stem}.ttf"))
            font.save(plain[-1])
        if wanted:
            raise SystemExit("no glyph for " + "".join(map(chr, sorted(wanted))))
        target = DRAWING / "brush.ttf"
        Merger().merge(plain).save(target)
        hashes[str(target.relative_to(ROOT))] = sha256(target)
    return hashes


def fetch_and_copy() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, Path(scratch) / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=scratch, check=True)
        modules = Path(scratch) / "node_modules"
        record = copy_files(modules)
        record["drawing fonts"] = {
            "licence": "OFL-1.1",
            "from": sorted({f"@fontsource/{family}" for family, _ in DRAWN.values()} | {"@fontsource/lxgw-wenkai-tc"}),
            "files": build_drawing_fonts(modules),
        }
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def check() -> list[str]:
    """Name every recorded file whose bytes are not the recorded ones."""
    record = json.loads(RECORD.read_text())
    return [
        name
        for entry in record.values()
        for name, known in entry["files"].items()
        if not (ROOT / name).is_file() or sha256(ROOT / name) != known
    ]


if __name__ == "__main__":
    if "--check" in sys.argv:
        wrong = check()
        print("\n".join(wrong) or "every vendored file is as recorded")
        sys.exit(bool(wrong))
    fetch_and_copy()
