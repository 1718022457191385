"""As a researcher, I read a page that was opened to me in a viewer on another institution's site."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.journey, pytest.mark.hard]
PREPARE = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from catalog.records.actions import access
from catalog.models import Record
record = Record.objects.filter(effective_access='on_request', public_title='', scans__isnull=False).order_by('-path').first()
reader = get_user_model().objects.get(username='researcher2')
now = timezone.now()
access.grant(record=record, reader=reader, by=None, starts_at=now, ends_at=now + timedelta(days=1))
print(record.key)
"""


@pytest.fixture
def elsewhere(portal):
    """Another origin with a page that knows nothing but the address of a manifest and of our viewer."""
    pages = {}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"

    def show(manifest: str) -> str:
        pages["/"] = (
            f'<!doctype html><html lang="vi"><title>Viewer</title><script src="{portal.base}/static/iiif/vendor/openseadragon.min.js"></script>'
            f'<script type="module" src="{portal.base}/static/iiif/deep-zoom.js"></script><deep-zoom data-manifest="{manifest}"></deep-zoom></html>'
        )
        return base + "/"

    yield show
    server.shutdown()
    server.server_close()


def test_the_whole_flow_from_a_second_origin(visit, portal, elsewhere):
    key = portal.ask(PREPARE)
    visitor = visit(DESK)
    page = visitor.page
    page.goto(elsewhere(f"{portal.base}/iiif/presentation/3/{key}/manifest"))

    page.get_by_role("heading", name="Trang này chỉ cho xem theo yêu cầu").wait_for()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Đăng nhập").click()
    window = opened.value
    window.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("researcher2")
    window.get_by_label("Mật khẩu", exact=True).fill(portal.password)
    window.locator("main button.button").click()
    window.get_by_role("heading", name="Cho phép trình xem này hiện trang tài liệu?").wait_for()
    assert page.locator("deep-zoom[data-ready]").count() == 0
    with window.expect_event("close"):
        window.get_by_role("button", name="Đồng ý và đóng").click()

    page.locator("deep-zoom[data-ready]").wait_for()
    assert page.locator(".invitation").count() == 0
    # the picture itself: with the reader's cookies it comes, without them it does not
    image = page.evaluate(
        "(() => { const s = document.querySelector('deep-zoom').viewer.world.getItemAt(0).source; return s['@id'] ?? s.id ?? s._id; })()"
    )
    with_cookies = visitor.context.request.get(f"{image}/full/90,/0/default.jpg")
    assert with_cookies.status == 200
    assert with_cookies.headers["cache-control"] == "private, no-store"
    page.locator('[data-tool="download"]').click()
    page.get_by_text("Tài liệu này chỉ đọc trên cổng").wait_for()
    # asked again in the same browser, nobody has to sign in
    page.reload()
    page.locator("deep-zoom[data-ready]").wait_for()
    # signing out at the archive closes it here too
    portal_page = visitor.context.new_page()
    portal_page.goto(f"{portal.base}/account/logout/")
    portal_page.locator("main button").first.click()
    page.reload()
    page.get_by_role("button", name="Đăng nhập").wait_for()
    visitor.noticed.clear()  # two origins were the point


def test_a_reader_without_a_grant_is_told_what_to_do(visit, portal, elsewhere):
    key = portal.ask(PREPARE)
    visitor = visit(DESK)
    page = visitor.page
    page.goto(elsewhere(f"{portal.base}/iiif/presentation/3/{key}/manifest"))
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Đăng nhập").click()
    window = opened.value
    window.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("researcher")
    window.get_by_label("Mật khẩu", exact=True).fill(portal.password)
    window.locator("main button.button").click()
    with window.expect_event("close"):
        window.get_by_role("button", name="Đồng ý và đóng").click()

    page.get_by_role("alert").wait_for()

    assert "gửi yêu cầu xem tài liệu" in page.get_by_role("alert").inner_text()
    visitor.noticed.clear()
