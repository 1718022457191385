"""As a curator, I build an exhibition of records, draw a region, preview it, tie it to a day, and visitors find it open."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.journey, pytest.mark.hard]
TODAY = "from django.utils import timezone\nfrom exhibitions.models import Day\nnow = timezone.localdate()\nDay.objects.create(name='Ngày thử của kho', day=now.day, month=now.month)"


def choose_record(page: Page, words: str) -> None:
    """Choose by typing without marks, as readers search."""
    modal = page.locator(".modal-content")
    modal.locator("input[name=q]").fill(words)
    modal.locator("a[data-chooser-modal-choice]", has_text="Địa bạ làng Phú Hòa").first.click()
    modal.wait_for(state="detached")


def write(page: Page, where: str, words: str) -> None:
    """Type into an editor of rich text, which listens a moment after it has the focus, and hands over later still."""
    field = page.locator(where).first
    field.click()
    expect(field).to_be_focused()
    expect(page.locator(where).first.locator("xpath=ancestor::*[contains(@class, 'DraftEditor-root')]")).to_be_visible()
    page.keyboard.type(words, delay=15)
    expect(field).to_contain_text(words)
    page.wait_for_function(
        "words => [...document.querySelectorAll('input[type=hidden]')].some((each) => each.value.includes(words))",
        arg=words,
    )


def test_a_curator_builds_previews_schedules_and_opens_one(visit_desk, visit, portal):
    portal.ask(TODAY)
    index = portal.ask(
        "from exhibitions.models import ExhibitionIndexPage\nprint(ExhibitionIndexPage.objects.get(slug='trien-lam').pk)"
    )
    page = visit_desk("curator")
    page.goto(f"/desk/pages/add/exhibitions/exhibitionpage/{index}/")
    page.locator("#id_title").fill("Triển lãm của người phụ trách")
    page.locator("#id_subtitle").fill("Dựng trong một buổi")
    write(
        page,
        "[data-contentpath=introduction] [contenteditable=true]",
        "Lời mở của người phụ trách.",
    )

    # a zoom story: choose the record, choose the page, draw the region
    page.locator("[data-contentpath=story] button.c-sf-add-button").first.click()
    page.get_by_role("option", name="Chuyện phóng to").click()
    page.locator("[data-contentpath=story]").get_by_role("button", name="Chọn tài liệu").click()
    choose_record(page, "dia ba phu hoa")
    expect(page.locator("[data-contentpath=story] .chooser__title")).to_contain_text("Địa bạ")
    page.get_by_role("button", name="Chọn trang").click()
    page.locator(".look-strip button").first.click()
    expect(page.locator("input[name$='-value-page']")).to_have_value("1")
    page.locator("[data-contentpath=story]").get_by_role("button", name="Vẽ vùng").click()
    stage = page.locator(".look-stage")
    stage.locator("canvas").first.wait_for()
    page.locator(".look-frame").wait_for()
    box = stage.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.6, steps=6)
    page.mouse.up()
    xywh = page.locator("input[name$='-xywh']")
    x, _y, width, height = map(int, xywh.input_value().split(","))
    assert width > 50
    assert height > 50
    page.locator(".look-frame").focus()
    page.keyboard.press("ArrowRight")
    assert int(xywh.input_value().split(",")[0]) > x
    page.locator("[data-contentpath=story]").get_by_role("button", name="Xong").click()
    write(page, "[data-contentpath=steps] [contenteditable=true]", "Hãy nhìn nét chữ này.")
    page.locator("input[name$='-alt']").last.fill("Một cột chữ Hán")

    # tied to today
    page.get_by_role("tab", name=re.compile("Lịch và giao diện")).click()
    page.get_by_role("button", name=re.compile("Dịp")).first.click()
    day = page.locator("select[name='occasions-0-day']")
    day.select_option(label=day.locator("option", has_text="Ngày thử của kho").inner_text())
    page.locator("footer").get_by_role("button", name="Lưu nháp").click()
    page.locator(".messages .success, [role=status] .success").first.wait_for()

    # the preview shows the draft
    key, slug = portal.ask(
        "from exhibitions.models import ExhibitionPage\npage = ExhibitionPage.objects.get(title='Triển lãm của người phụ trách')\nprint(page.pk, page.slug)"
    ).split()
    assert slug == "trien-lam-cua-nguoi-phu-trach"
    address = f"/trien-lam/{slug}/"
    preview = page.context.new_page()
    preview.goto(f"/desk/pages/{key}/view_draft/")
    expect(preview.locator("h1")).to_have_text("Triển lãm của người phụ trách")
    expect(preview.locator("zoom-story")).to_have_count(1)
    stranger = visit().page
    assert stranger.goto(address).status == 404

    # published, it is opened by the calendar within a minute
    page.goto(f"/desk/pages/{key}/edit/")
    page.locator("footer").get_by_role("button", name="Thêm thao tác").click()
    page.locator("footer").get_by_role("button", name=re.compile("^Công bố")).click()
    page.wait_for_url(re.compile(r"/desk/pages/\d+/$"))
    portal.wait_for(lambda: stranger.goto(address).status == 200, 60)

    expect(stranger.locator("zoom-story li")).to_have_count(1)
    expect(stranger.locator(".cover .eyebrow")).to_contain_text("Ngày thử của kho")
    stranger.goto("/")
    assert "Triển lãm của người phụ trách" in stranger.locator("main").inner_text()


def test_a_curator_hands_in_and_an_archivist_approves(visit_desk, visit, portal):
    key, address = portal.ask(
        "from exhibitions.models import ChapterPage\n"
        "page = ChapterPage.objects.get(slug='so-cua-lang', locale__language_code='vi')\n"
        "print(page.pk, page.url)"
    ).split()
    words = "Lời dẫn đã sửa, chờ người thứ hai xem."
    reader, page = visit().page, visit_desk("curator")
    page.goto(f"/desk/pages/{key}/edit/")
    page.locator("#id_lead").fill(words)
    page.locator("footer").get_by_role("button", name="Thêm thao tác").click()
    page.locator("footer").get_by_role("button", name="Duyệt triển lãm").click()
    expect(page.locator(".messages .success")).to_contain_text("đã được trình duyệt")
    reader.goto(address)
    assert words not in reader.locator("main").inner_text()

    archivist = visit_desk("archivist")
    archivist.goto("/desk/")
    waiting = archivist.locator("section", has_text="Chờ bạn duyệt")
    waiting.get_by_role("link", name="Sổ của làng").click()
    archivist.locator("footer").get_by_role("button", name="Thêm thao tác").click()
    archivist.locator("footer").get_by_role("button", name="Chấp thuận và công bố").click()
    archivist.wait_for_url("**/desk/")
    expect(archivist.get_by_text("Chờ bạn duyệt")).to_have_count(0)

    reader.goto(address)
    expect(reader.locator(".chapter")).to_contain_text(words)
