"""The deep-zoom viewer as a journey waits for it."""

import time

from playwright.sync_api import Page

AT_REST = """(() => {
    const viewport = document.querySelector("deep-zoom").viewer.viewport;
    const [now, then] = [viewport.getBounds(true), viewport.getBounds(false)];
    return ["x", "y", "width", "height"].every((side) => Math.abs(now[side] - then[side]) < 1e-5);
})()"""


def wait_for(page: Page, question: str, seconds: float = 10) -> None:
    """Ask the page until the answer is true; what Playwright has for it evaluates words, which the pages forbid."""
    end = time.monotonic() + seconds
    while not page.evaluate(question):
        assert time.monotonic() < end, question
        page.wait_for_timeout(50)


def wait_until_at_rest(page: Page) -> None:
    """Wait until the picture has come to where it was sent."""
    wait_for(page, AT_REST)
