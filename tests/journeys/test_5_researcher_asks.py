"""As a researcher, I sign up, ask to see a record on request, and see it once an officer has said yes."""

import re
from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.journey

FIND = "from catalog.models import Record\nprint(Record.objects.filter(source='mau:UBKC', effective_access='on_request', scans__isnull=False).first().key)"


def ask(page, key: str, why: str) -> None:
    """Put the record into the basket to be read online, and send it."""
    page.goto(f"/reading-room/ask/{key}/?use=online")
    page.get_by_role("button", name="Cho vào giỏ").click()
    page.get_by_label("Cá nhân").check()
    page.get_by_label("Bạn cần tài liệu để làm gì?").fill(why)
    page.get_by_role("button", name="Gửi yêu cầu").click()
    page.get_by_text("Đến lượt phòng đọc").wait_for()


@pytest.mark.hard
def test_sign_up_ask_approve_see_and_close_again(visit, visit_desk, portal):
    key = portal.ask(FIND)
    reader = visit()
    page = reader.page

    # a stranger sees why it is closed and the one next step, which leads to signing up
    page.goto(f"/r/{key}/")
    assert "thông tin cá nhân" in page.locator(".closed").inner_text()
    assert page.locator("deep-zoom").count() == 0
    page.locator(".closed").get_by_role("link", name="Xin xem tài liệu").click()
    page.get_by_role("link", name="Đăng ký").click()
    page.get_by_label("Họ và tên").fill("Trần Thị Thử")
    page.get_by_label("Địa chỉ thư điện tử").or_(page.get_by_label("Thư điện tử")).first.fill("thu@luutru.example")
    page.get_by_label("Mật khẩu", exact=True).fill("sông dài biển rộng 26")
    page.get_by_label("Mật khẩu (nhập lại)").fill("sông dài biển rộng 26")
    page.locator("main button.button").click()
    page.get_by_role("heading", name="Xin xác nhận địa chỉ thư điện tử").wait_for()

    letter = portal.wait_for(lambda: portal.letters("thu@luutru.example"))[-1]
    page.goto(re.search(r"https?://[^/\s]+(/\S+)", letter)[1])
    page.get_by_role("button", name="Xác nhận").click()

    ask(page, key, "Tôi cần xác nhận thành tích kháng chiến của ông tôi.")

    # one officer screens on the desk, another decides
    desk, number = visit_desk("officer"), page.url.rstrip("/").rsplit("/", 1)[1]
    desk.goto("/desk/requests/")
    desk.locator(f"table a[href$='/{number}/']").first.click()
    assert "thành tích kháng chiến" in desk.locator(".desk").inner_text()
    desk.locator("form[action$='/screen/'] button").click()
    desk.get_by_text("cán bộ khác quyết định").first.wait_for()
    assert desk.get_by_role("radio", name="Chấp thuận").count() == 0
    desk = visit_desk("officer2")
    desk.goto(f"/desk/requests/{number}/")
    desk.get_by_role("radio", name="Chấp thuận").check()
    desk.locator("input[name=until]").fill((date.today() + timedelta(days=10)).isoformat())
    desk.locator("textarea[name=reply]").fill("Xin giữ gìn tài liệu.")
    desk.get_by_role("button", name="Quyết định").click()
    desk.get_by_text("Đã chấp thuận").or_(desk.get_by_text("đã được")).first.wait_for()

    told = portal.wait_for(lambda: [text for text in portal.letters("thu@luutru.example") if "chấp thuận" in text])
    assert "Xin giữ gìn tài liệu." in told[-1]

    # the same viewer opens for this reader
    page.goto(f"/r/{key}/")
    page.locator("deep-zoom[data-ready]").wait_for()
    tile = page.locator("deep-zoom img").first.get_attribute("src")
    assert page.request.get(tile).status == 200

    # another reader's does not, nor a stranger's
    other = visit()
    other.sign_in("researcher2")
    other.page.goto(f"/r/{key}/")
    assert other.page.locator("deep-zoom").count() == 0
    assert other.page.request.get(tile).status == 403
    assert visit().page.request.get(tile).status == 401

    # and when the archive takes the access back, it is closed at the next request, pass or no pass
    portal.ask(
        "from catalog.records.actions.access import revoke\nfrom catalog.models import AccessGrant\nfrom django.utils import timezone\n"
        "for grant in AccessGrant.objects.active(timezone.now()): revoke(grant, by=None, at=timezone.now())"
    )
    page.reload()
    assert page.locator("deep-zoom").count() == 0
    assert page.request.get(tile).status == 403


def test_a_refusal_reaches_the_reader_with_its_reason(visit, visit_desk, portal):
    key = portal.ask(FIND)
    page = visit().sign_in("researcher")
    ask(page, key, "Nghiên cứu lịch sử địa phương.")

    desk, number = visit_desk("officer"), page.url.rstrip("/").rsplit("/", 1)[1]
    desk.goto(f"/desk/requests/{number}/")
    desk.get_by_role("radio", name="Từ chối").check()
    desk.get_by_role("button", name="Quyết định").click()
    desk.locator(".errorlist").first.wait_for()  # a refusal needs a reason and words
    desk.get_by_role("radio", name="Từ chối").check()
    desk.locator("select[name=reason]").select_option("fragile")
    desk.locator("textarea[name=reply]").fill("Bản gốc đang tu bổ đến tháng sau.")
    desk.get_by_role("button", name="Quyết định").click()

    desk.wait_for_url("**/desk/requests/")
    page.reload()
    text = page.locator("main").inner_text()
    assert "Phòng đọc đã từ chối" in text
    assert "đang tu bổ đến tháng sau" in text
