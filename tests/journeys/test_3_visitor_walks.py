"""As a visitor, I find a record, walk the tree, read, zoom through its pages, cite it."""

import json

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.viewer import wait_until_at_rest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("viewport", [PHONE, pytest.param(DESK, marks=pytest.mark.hard)], ids=["phone", "desk"])
def test_a_visitor_finds_and_reads_a_record(visit, viewport):
    visitor = visit(viewport, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    page.goto("/")
    page.get_by_role("searchbox").fill("so hoa")
    page.get_by_role("button", name="Tìm", exact=True).click()
    assert "số hóa" in page.locator(".ledger").inner_text()
    assert page.locator("mark", has_text="hóa").count() > 0

    page.get_by_role("link", name="Kho tài liệu", exact=True).first.click()
    page.get_by_role("link", name="Địa bạ các làng tỉnh Thanh Giang").click()
    page.get_by_role("link", name="Địa bạ tổng Phú Hòa").click()
    page.get_by_role("link", name="Địa bạ làng Phú Hòa năm 1805").click()
    page.locator("deep-zoom[data-ready]").wait_for()
    assert "Phạm vi, nội dung" in page.locator("main").inner_text()

    page.get_by_role("button", name="Trang sau").click()
    page.wait_for_url("**scan=2")
    assert page.locator(".where").inner_text() == "Trang 2 / 6"
    with page.expect_response(lambda response: "/iiif/3/" in response.url and response.url.endswith("default.jpg")):
        for _ in range(3):
            page.get_by_role("button", name="Phóng to").click()
            wait_until_at_rest(page)

    page.get_by_role("button", name="Chép trích dẫn").click()
    page.get_by_role("button", name="Đã chép").first.wait_for()
    citation = page.evaluate("navigator.clipboard.readText()")
    assert "ĐB.01.001" in citation
    assert visitor.portal.base in citation
    manifest = page.request.get(page.locator("details a", has_text="Tệp kê IIIF").get_attribute("href"))
    assert len(json.loads(manifest.text())["items"]) == 6


def test_without_scripts_the_pages_are_links_and_pictures(visit):
    visitor = visit(DESK, java_script_enabled=False)
    page = visitor.page
    page.goto("/search/?q=%22%C4%91%E1%BB%8Ba+b%E1%BA%A1+l%C3%A0ng+Ph%C3%BA+H%C3%B2a%22&has_scans=yes")
    page.locator(".ledger .title a").first.click()

    page.locator(".strip a").nth(2).click()

    assert page.url.endswith("scan=3")
    answer = page.request.get(page.locator("deep-zoom img").get_attribute("src"))
    assert answer.ok
    assert answer.headers["content-type"] == "image/jpeg"


def test_the_viewer_works_by_keyboard(visit):
    page = visit().page
    page.goto("/search/?q=%22%C4%91%E1%BB%8Ba+b%E1%BA%A1+l%C3%A0ng+Ph%C3%BA+H%C3%B2a%22&has_scans=yes")
    page.locator(".ledger .title a").first.press("Enter")
    page.locator("deep-zoom[data-ready]").wait_for()

    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Trang sau":
            break
    page.keyboard.press("Enter")
    assert page.locator(".where").inner_text() == "Trang 2 / 6"
    page.keyboard.press("PageDown")
    assert page.locator(".where").inner_text() == "Trang 3 / 6"
    page.keyboard.press("PageUp")
    assert page.locator(".where").inner_text() == "Trang 2 / 6"
