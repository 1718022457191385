"""As a reader, I look closely: search in a document, read its text, compare pages, share what I see."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.viewer import wait_for, wait_until_at_rest

pytestmark = pytest.mark.journey
FRENCH = "from catalog.models import Record\nprint(Record.objects.filter(source='mau:TCS', level='file', scans__text__isnull=False, effective_access='open').order_by('path').first().key)"
BOOK = "from iiif.models import Annotation\nprint(Annotation.objects.first().scan.record.key)"


@pytest.fixture(scope="module")
def letter(portal):
    return portal.ask(FRENCH)


@pytest.fixture(scope="module")
def book(portal):
    return portal.ask(BOOK)


def opened(visitor, path: str):
    visitor.page.goto(path)
    visitor.page.locator("deep-zoom[data-ready]").wait_for()
    visitor.page.locator('[data-tool="share"]').wait_for()
    return visitor.page


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_reader_finds_words_on_the_picture(visit, letter, viewport):
    page = opened(visit(viewport), f"/r/{letter}/")

    page.locator('[data-tool="find"]').click()
    page.locator("deep-zoom input[type=search]").fill("resident superieur")
    page.get_by_role("button", name="Tìm", exact=True).last.click()
    page.locator(".results .line").first.wait_for()

    assert page.locator(".results mark").first.inner_text() == "Résident Supérieur"
    page.locator(".results .line").first.click()
    page.locator(".hit").first.wait_for()
    box = page.locator(".hit").first.bounding_box()
    stage = page.locator("deep-zoom .stage").bounding_box()
    wait_until_at_rest(page)
    box = page.locator(".hit").first.bounding_box()
    assert stage["x"] <= box["x"] + box["width"] / 2 <= stage["x"] + stage["width"]
    assert stage["y"] <= box["y"] + box["height"] / 2 <= stage["y"] + stage["height"]
    page.keyboard.press("Escape")
    assert page.locator(".side").is_hidden()
    page.locator('[data-tool="find"]').click()
    page.locator("deep-zoom input[type=search]").fill("khongcotunay")
    page.locator("deep-zoom input[type=search]").press("Enter")
    page.get_by_text("Không thấy từ này trong tài liệu.").wait_for()


@pytest.mark.hard
def test_a_reader_reads_the_text_beside_the_picture_and_without_it(visit, letter):
    visitor = visit()
    page = opened(visitor, f"/r/{letter}/")
    page.locator('[data-tool="text"]').click()
    page.locator(".transcription .line").first.wait_for()
    assert "THANH-GIANG" in page.locator(".transcription").inner_text()
    page.keyboard.press("PageDown")
    expect(page.locator(".transcription")).not_to_contain_text("THANH-GIANG")

    page.get_by_role("link", name="Đọc cả tài liệu bằng chữ").click()

    page.wait_for_url("**/read/")
    assert page.locator(".leaf").count() == 3
    assert "THANH-GIANG" in page.locator(".leaf .words").first.inner_text()


@pytest.mark.hard
def test_without_scripts_the_document_is_pictures_with_text(visit, letter):
    page = visit(DESK, java_script_enabled=False).page
    page.goto(f"/r/{letter}/")
    page.get_by_role("link", name="Đọc bằng chữ").click()

    assert page.locator(".leaf").count() == 3
    picture = page.request.get(page.locator(".leaf img").first.get_attribute("src"))
    assert picture.headers["content-type"] == "image/jpeg"


@pytest.mark.hard
def test_a_reader_compares_two_pages_and_turns_them_together(visit, book):
    page = opened(visit(), f"/r/{book}/")
    page.locator('[data-tool="beside"]').click()
    page.locator(".stage.second canvas").first.wait_for()
    first, second = (page.locator("deep-zoom .stage").nth(n).bounding_box() for n in (0, 1))
    # a Hán book goes from right to left: the next page lies on the left
    assert second["x"] < first["x"]
    with page.expect_response(lambda response: response.url.endswith("/info.json")):
        page.keyboard.press("PageDown")
    assert page.locator(".where").inner_text() == "Trang 3–4 / 6"
    page.locator('[data-tool="beside"]').click()
    assert page.locator(".stage.second").count() == 0
    assert page.locator(".where").inner_text() == "Trang 3 / 6"


@pytest.mark.hard
def test_what_is_seen_is_shared_and_lands_on_the_spot(visit, book):
    visitor = visit(DESK, permissions=["clipboard-read", "clipboard-write"])
    page = opened(visitor, f"/r/{book}/?scan=3")
    for _ in range(3):
        page.locator('[data-tool="in"]').click()
        wait_until_at_rest(page)
    page.locator('[data-tool="share"]').click()
    page.locator(".side").get_by_role("button", name="Chép").click()
    link = page.evaluate("navigator.clipboard.readText()")

    friend = visit(PHONE)
    friend.page.goto(link)
    friend.page.locator("deep-zoom[data-ready]").wait_for()

    assert f"/r/{book}/?scan=3#xywh=" in friend.page.url
    assert friend.page.locator(".where").inner_text() == "Trang 3 / 6"
    wait_until_at_rest(friend.page)
    seen = friend.page.evaluate(
        "(() => { const v = document.querySelector('deep-zoom').viewer; const r = v.world.getItemAt(0).viewportToImageRectangle(v.viewport.getBounds(true)); return [r.x, r.y, r.width, r.height]; })()"
    )
    x, y, width, height = map(int, friend.page.url.partition("xywh=")[2].split(","))
    assert abs(seen[0] + seen[2] / 2 - (x + width / 2)) < width * 0.1
    assert abs(seen[1] + seen[3] / 2 - (y + height / 2)) < height * 0.1


@pytest.mark.hard
def test_a_view_dragged_onto_the_viewer_opens_its_page(visit, book):
    page = opened(visit(), f"/r/{book}/")
    ids = page.evaluate("document.querySelector('deep-zoom').pages.map((page) => page.id)")
    state = json.dumps({"id": f"{ids[3]}#xywh=100,100,300,300", "type": "Canvas"})

    page.evaluate(
        "(text) => { const data = new DataTransfer(); data.setData('text/plain', text); document.querySelector('deep-zoom').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }",
        state,
    )

    expect(page.locator(".where")).to_have_text("Trang 4 / 6")


def test_the_tools_work_by_keyboard_and_say_what_they_do(visit, book):
    page = opened(visit(), f"/en/r/{book}/")
    page.locator('[data-tool="in"]').focus()
    page.keyboard.press("End")
    assert page.locator(".where").inner_text() == "Page 6 / 6"
    page.keyboard.press("Home")
    assert page.locator(".where").inner_text() == "Page 1 / 6"
    page.keyboard.press("?")
    page.get_by_role("heading", name="Keyboard").wait_for()
    page.keyboard.press("Escape")
    page.locator('[data-tool="in"]').click()
    expect(page.locator(".spoken")).to_have_text(re.compile(r"Zoom \d+ %"))
    page.locator('[data-tool="adjust"]').click()
    page.get_by_role("slider", name="Contrast").fill("180")
    assert "contrast(180%)" in page.locator("deep-zoom .canvas").first.get_attribute("style")
    page.locator('[data-tool="notes"]').click()
    page.get_by_text("Seal of the prefect").wait_for()
    page.locator('[data-tool="download"]').click()
    names = page.locator(".side a").all_inner_texts()
    assert names[0].startswith("This page, JPEG (")
    assert names[1] == "Download as PDF"
    for link in page.locator(".side a").all():
        assert page.request.get(link.get_attribute("href")).ok
    for button in page.locator("deep-zoom .tools button:visible").all():
        assert button.get_attribute("aria-label")
        size = button.bounding_box()
        assert min(size["width"], size["height"]) >= 44


@pytest.mark.hard
def test_turning_quickly_ends_on_the_page_that_was_asked_for_last(visit, book):
    visitor = visit()
    page = opened(visitor, f"/r/{book}/")
    infos = page.evaluate("document.querySelector('deep-zoom').pages.map((page) => page.info)")

    def late(route):
        page.wait_for_timeout(1200)
        route.continue_()

    page.route(infos[1], late)
    with page.expect_response(infos[1]):
        page.locator('[data-tool="after"]').click()
        page.locator('[data-tool="after"]').click()
    wait_until_at_rest(page)

    shown = page.evaluate(
        "(() => { const s = document.querySelector('deep-zoom').viewer.world.getItemAt(0).source; return s['@id'] ?? s.id ?? s._id; })()"
    )
    assert page.locator(".where").inner_text() == "Trang 3 / 6"
    assert infos[2].startswith(shown)


@pytest.mark.hard
def test_full_screen_by_its_key_does_not_mirror_the_page(visit, book):
    page = opened(visit(), f"/r/{book}/")
    page.locator("deep-zoom .openseadragon-canvas").focus()
    page.keyboard.press("f")
    wait_for(page, "full")

    assert page.evaluate("document.querySelector('deep-zoom').viewer.viewport.getFlip()") is False
    assert page.evaluate("Boolean(document.fullscreenElement)")


def test_a_search_that_fails_is_not_called_empty(visit, letter):
    page = opened(visit(), f"/r/{letter}/")
    page.route("**/iiif/search/2/**", lambda route: route.fulfill(status=503, body=""))
    page.locator('[data-tool="find"]').click()
    page.locator("deep-zoom input[type=search]").fill("résident")
    page.locator("deep-zoom input[type=search]").press("Enter")

    page.get_by_text("Hiện chưa tìm được").wait_for()
