"""Browsers for the journeys, at the widths and in the languages that people have."""

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import Portal

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


# not longer than the journeys: while it runs, its event loop keeps other tests of the same process from the database
@pytest.fixture(scope="package")
def browser():
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


class Visitor:
    """A person at a browser, who notices script errors, blocked content and calls to other hosts."""

    def __init__(self, browser: Browser, portal: Portal, viewport: dict, **options) -> None:
        self.portal = portal
        self.context = browser.new_context(viewport=viewport, base_url=portal.base, locale="vi-VN", **options)
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.noticed: list[str] = []
        self.page.on("pageerror", lambda error: self.noticed.append(f"script: {error}"))
        self.page.on(
            "console",
            lambda message: self.noticed.append(message.text) if "Content Security Policy" in message.text else None,
        )
        self.page.on(
            "request",
            lambda request: (
                self.noticed.append(f"elsewhere: {request.url}")
                if not request.url.startswith((portal.base, "data:", "blob:"))
                else None
            ),
        )

    def sign_in(self, name: str) -> Page:
        self.page.goto("/account/login/")
        self.page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(name)
        self.page.get_by_label("Mật khẩu", exact=True).fill(self.portal.password)
        self.page.locator("main button.button").click()
        self.page.wait_for_url("**/")
        return self.page


@pytest.fixture
def visit(browser, portal):
    """``visit()`` opens a new browser of a new person; ``visit(PHONE)`` a phone."""
    people = []

    def arrive(viewport: dict = DESK, **options) -> Visitor:
        person = Visitor(browser, portal, viewport, **options)
        people.append(person)
        return person

    yield arrive
    for person in people:
        noticed = person.noticed
        person.context.close()
        assert noticed == []


@pytest.fixture
def visit_desk(browser, portal):
    """Like ``visit`` for the desk, whose own scripts stand under another policy."""
    people = []

    def arrive(name: str, viewport: dict = DESK) -> Page:
        person = Visitor(browser, portal, viewport)
        people.append(person)
        person.page.goto("/desk/")
        person.page.locator("input[name=login]").fill(name)
        person.page.locator("input[name=password]").fill(portal.password)
        person.page.locator("main button.button").click()
        person.page.wait_for_url("**/desk/")
        return person.page

    yield arrive
    for person in people:
        person.context.close()
