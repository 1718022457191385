"""The deep-zoom viewer as a journey waits for it."""

from playwright.sync_api import Page

AT_REST = """(() => {
    const viewport = document.querySelector("deep-zoom").viewer.viewport;
    const [now, then] = [viewport.getBounds(true), viewport.getBounds(false)];
    return ["x", "y", "width", "height"].every((side) => Math.abs(now[side] - then[side]) < 1e-5);
})()"""


UNTIL = """async ([question, milliseconds]) => {
    const asked = {rest: () => %s, full: () => Boolean(document.fullscreenElement)}[question];
    const end = performance.now() + milliseconds;
    while (!asked() && performance.now() < end) await new Promise((again) => setTimeout(again, 20));
    return asked();
}"""


def wait_for(page: Page, question: str, seconds: float = 10) -> None:
    """Let the page ask itself until it is at ``rest`` or ``full`` screen.

    What Playwright has for it evaluates words inside the page, which the pages forbid.
    """
    assert page.evaluate(UNTIL % AT_REST, [question, 1000 * seconds]), question


def wait_until_at_rest(page: Page) -> None:
    """Wait until the picture has come to where it was sent."""
    wait_for(page, "rest")
