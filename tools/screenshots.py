"""Take the screenshots of the docs from a running demo: python tools/screenshots.py [ADDRESS] [FOLDER].

Start it first with make demo; pictures go to docs/pictures by default, phones at 390 and desks at 1440 pixels.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "home": ("/", None),
    "home-en": ("/en/", None),
    "fonds": ("/fonds/", None),
    "search": ("/search/?q=so+hoa", None),
    "exhibition": ("/trien-lam/dat-va-nguoi/", None),
    "exhibition-en": ("/en/exhibitions/posters-of-feast-days/", None),
    "record": (
        "/search/?q=%22b%E1%BA%A3n+%C4%91%E1%BB%93+t%E1%BB%89nh+l%E1%BB%B5%22&has_scans=yes",
        ".ledger .title a",
    ),
    "record-en": ("/en/search/?q=land+register&has_scans=yes", ".ledger .title a"),
    "on-request": (
        "/search/?q=khen+thuong+khang+chien&access=on_request&level=file",
        ".ledger .title a",
    ),
    "signup": ("/account/signup/", None),
}
WIDTHS = {"phone": (390, 844), "desk": (1440, 900)}


def take(base: str, folder: Path, names: list[str], *, scheme: str = "light") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for device, (width, height) in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page = context.new_page()
            for name in names:
                path, click = PAGES[name]
                page.goto(base + path)
                if click:
                    page.locator(click).first.click()
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(600)
                page.screenshot(path=folder / f"{name}-{device}.png", full_page="--full" in sys.argv)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    print(f"{name} at {width}: scrolls sideways ({wide})")
        browser.close()


if __name__ == "__main__":
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    address = given[0] if given else "http://127.0.0.1:8000"
    wanted = given[2:] or list(PAGES)
    take(
        address,
        Path(given[1]) if len(given) > 1 else ROOT / "docs/pictures",
        wanted,
        scheme="dark" if "--dark" in sys.argv else "light",
    )
