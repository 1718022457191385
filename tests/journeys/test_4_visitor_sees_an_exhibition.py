"""As a visitor, I read an exhibition like a book, step through a scan, and from a record find where it is shown."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey
FIRST = "/trien-lam/dat-va-nguoi/so-cua-lang/"


def current(page, step: int) -> None:
    """The eye rests on this step, counted from 0."""
    expect(page.locator("zoom-story li").nth(step)).to_have_attribute("aria-current", "step")


def let_it_lead(page) -> None:
    """Wait until the story has led the page to its step; from then on it follows whoever scrolls."""
    page.evaluate("""() => new Promise((led) => {
        const story = document.querySelector("zoom-story");
        const look = () => (story.leading ? requestAnimationFrame(look) : led());
        look();
    })""")


@pytest.mark.parametrize("viewport", [PHONE, pytest.param(DESK, marks=pytest.mark.hard)], ids=["phone", "desk"])
def test_a_visitor_reads_from_the_cover_to_the_last_chapter(visit, viewport):
    page = visit(viewport).page
    page.goto("/")
    page.get_by_role("link", name="Triển lãm", exact=True).first.click()
    page.get_by_role("link", name="Đất và người Thanh Giang").click()
    page.get_by_role("link", name="Bắt đầu đọc").click()
    for chapter in (
        "Sổ của làng",
        "Thước Tây trên ruộng ta",
        "Từng thửa một",
        "Thành phố từ trên cao",
    ):
        expect(page.locator("h1")).to_have_text(chapter)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        page.locator(".turn a[rel=next]").click()

    expect(page.locator("h1")).to_have_text("Đất và người Thanh Giang")
    page.goto(FIRST)
    page.locator("zoom-story a.credit").click()
    expect(page.get_by_role("link", name="Đất và người Thanh Giang")).to_have_count(1)  # shown in


def test_a_zoom_story_is_stepped_through_by_keyboard(visit):
    page = visit(DESK).page
    page.goto(FIRST)
    story = page.locator("zoom-story[data-live]")
    story.scroll_into_view_if_needed()
    story.focus()
    sheet = page.locator("zoom-story .sheet")
    for step in (1, 2, 3):
        before = sheet.get_attribute("style")
        page.keyboard.press("ArrowRight")
        current(page, step)
        assert sheet.get_attribute("style") != before
        assert sheet.get_attribute("aria-label") == page.locator("zoom-story li img").nth(step).get_attribute("alt")
    let_it_lead(page)
    page.keyboard.press("ArrowLeft")
    current(page, 2)


@pytest.mark.hard
def test_a_zoom_story_is_stepped_through_by_touch_on_a_phone(visit):
    page = visit(PHONE, has_touch=True, is_mobile=True).page
    page.goto(FIRST)
    eye = page.locator("zoom-story .eye")
    eye.scroll_into_view_if_needed()
    at = page.locator("zoom-story .at")
    expect(at).to_have_text("1 / 4")
    page.get_by_role("button", name="Bước sau").tap()
    expect(at).to_have_text("2 / 4")
    expect(page.locator("zoom-story img.detail.seen").nth(1)).to_be_visible()
    box = page.get_by_role("button", name="Bước sau").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    # by scrolling alone
    let_it_lead(page)
    page.locator("zoom-story li").nth(2).evaluate("step => step.scrollIntoView({block: 'start'})")
    expect(page.locator("zoom-story li").first).not_to_have_attribute("aria-current", "step")
    expect(page.locator("zoom-story li").nth(1)).not_to_have_attribute("aria-current", "step")


@pytest.mark.hard
def test_the_viewer_is_fetched_only_when_somebody_looks_around(visit):
    page = visit(DESK).page
    loaded: list[str] = []
    page.on("response", lambda response: loaded.append(response.url))
    page.goto(FIRST)
    page.locator("zoom-story[data-live]").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert not any("openseadragon" in url for url in loaded)
    assert sum("info.json" in url for url in loaded) == 0

    page.get_by_role("button", name="Tự xem cả trang").click()

    page.locator("zoom-story .free canvas").first.wait_for()
    assert any("openseadragon" in url for url in loaded)
    page.get_by_role("button", name="Trở lại câu chuyện").click()
    assert page.locator("zoom-story .free").count() == 0


COMPARED = """
import json
from catalog.models import Record
from exhibitions.models import ChapterPage, ExhibitionPage
book = Record.objects.get(source='mau:ĐB', source_id='ĐB.01.001')
side = {'record': book.pk, 'caption': '', 'alt': 'Một trang'}
story = [{'type': 'compare', 'value': {'left': {**side, 'page': 1}, 'right': {**side, 'page': 2}, 'mode': 'slider', 'caption': ''}}]
page = ExhibitionPage.objects.get(slug='mot-to-giay')
page.add_child(instance=ChapterPage(title='So hai trang', slug='so-hai-trang', locale=page.locale, story=json.dumps(story)))
"""


@pytest.mark.hard
def test_two_pictures_are_compared_with_a_slider(visit, portal):
    portal.ask(COMPARED)
    page = visit(DESK).page
    page.goto("/trien-lam/mot-to-giay/so-hai-trang/")
    slider = page.get_by_role("slider", name="Kéo giữa hai hình")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert "--at: 51%" in page.locator("compare-pair").get_attribute("style")


@pytest.mark.hard
def test_steps_stand_with_their_own_details_before_any_script(visit):
    page = visit(DESK, java_script_enabled=False).page
    page.goto(FIRST)

    images = page.locator("zoom-story li img")
    assert images.count() == 4
    for index in range(4):
        assert images.nth(index).get_attribute("alt")
        assert page.request.get(images.nth(index).get_attribute("src")).ok


def test_a_record_that_closes_turns_into_a_placeholder_at_once_and_the_curator_is_asked(visit, visit_desk, portal):
    page = visit().page
    address = "/trien-lam/dat-va-nguoi/tung-thua-mot/"
    page.goto(address)
    before = page.locator(".absent").count()
    change = "from django.utils import timezone\nfrom catalog.records.actions import access\nfrom catalog.models import Record\naccess.{verb}(Record.objects.get(source='mau:TĐC', source_id='TĐC.02.001'), {more}by=None, at=timezone.now())"
    try:
        portal.ask(change.format(verb="withdraw", more="reason='mật', "))
        page.reload()
        assert page.locator(".absent").count() == before + 1
        assert "không còn phục vụ" in page.locator("main").inner_text()
        assert "TĐC.02.001" not in page.content()
        desk = visit_desk("curator")
        desk.goto("/desk/exhibitions/watch/")
        assert "Từng thửa một" in desk.locator("main").inner_text()
    finally:
        portal.ask(change.format(verb="publish", more=""))


@pytest.mark.hard
def test_a_sample_story_is_shown_anew_beside_the_running_server(visit, portal):
    slug = "ap-phich-ngay-hoi"
    page = visit().page
    page.goto(f"/trien-lam/{slug}/")
    title = page.locator("h1").inner_text()
    portal.ask(
        "from exhibitions.models import ExhibitionPage\n"
        f"page = ExhibitionPage.objects.get(slug={slug!r})\n"
        "page.title = 'Tên ai đó đã sửa'\n"
        "page.save_revision().publish()"
    )

    told = portal.manage("show_story", slug)
    unknown = portal.manage("show_story", "no-such-story")

    assert told.returncode == 0, told.stderr
    page.goto(f"/trien-lam/{slug}/")
    expect(page.locator("h1")).to_have_text(title)
    page.goto("/en/exhibitions/")
    expect(page.locator("main")).not_to_contain_text("Tên ai đó đã sửa")
    assert unknown.returncode == 1
    assert slug in unknown.stderr
