"""Lighthouse over the pages of exhibitions of a running demo: `make demo` in one terminal, `make bench-pages` in another.

Needs npm (Lighthouse comes from there) and Chromium. Phones as Lighthouse imagines them: slow network, a processor four
times slower; the median of three runs. Beside scores it prints what crossed the wire before anybody touched the page.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LIGHTHOUSE = "lighthouse@12.8.2"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run --disable-component-update --disable-sync"
PAGES = (
    "/",
    "/trien-lam/dat-va-nguoi/",
    "/trien-lam/dat-va-nguoi/so-cua-lang/",
    "/trien-lam/ap-phich-ngay-hoi/tam-ngay-trong-nam/",
)
RUNS = 3


def run(address: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        subprocess.run(
            [
                "npx",
                "--yes",
                LIGHTHOUSE,
                address,
                "--quiet",
                "--output=json",
                f"--output-path={out}",
                f"--chrome-flags={FLAGS}",
                "--only-categories=performance,accessibility,best-practices,seo",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"},
            capture_output=True,
        )
        return json.loads(out.read_text())


def kilobytes(report: dict, kind: str) -> float:
    rows = report["audits"]["network-requests"]["details"]["items"]
    return sum(row.get("transferSize", 0) for row in rows if row.get("resourceType") == kind) / 1000


def median(reports: list[dict], audit: str) -> float:
    return statistics.median(report["audits"][audit]["numericValue"] for report in reports)


def main(base: str) -> None:
    print(f"{'page':52} perf a11y  bp  seo   LCP s  CLS   TBT ms  html css  js  img kB")
    for page in PAGES:
        reports = [run(base + page) for _ in range(RUNS)]
        scores = [
            round(100 * statistics.median(r["categories"][name]["score"] or 0 for r in reports))
            for name in ("performance", "accessibility", "best-practices", "seo")
        ]
        weights = [round(kilobytes(reports[0], kind)) for kind in ("Document", "Stylesheet", "Script", "Image")]
        print(
            f"{page:52} {scores[0]:4} {scores[1]:4} {scores[2]:4} {scores[3]:4}"
            f"   {median(reports, 'largest-contentful-paint') / 1000:5.2f}  {median(reports, 'cumulative-layout-shift'):.3f}"
            f"  {median(reports, 'total-blocking-time'):6.0f}  {weights[0]:4} {weights[1]:3} {weights[2]:3} {weights[3]:4}"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
