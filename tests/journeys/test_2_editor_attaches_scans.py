"""As an editor, I attach scans at the desk, see them come in, and see which were refused and why."""

import pytest

from tests.conftest import picture

pytestmark = [pytest.mark.journey, pytest.mark.hard]


def test_an_editor_uploads_scans_and_reads_what_was_refused(visit_desk, visit, portal, tmp_path):
    key = portal.ask(
        "from catalog.models import Record\nprint(Record.objects.filter(level='file', scans=None, effective_access='open').last().key)"
    )
    for name, data in {
        "trang 1.jpg": picture(text="1"),
        "trang 2.png": picture(text="2", form="PNG"),
        "hỏng.jpg": picture()[:5000],
    }.items():
        (tmp_path / name).write_bytes(data)
    page = visit_desk("archivist")

    page.goto(f"/desk/scans/record/{key}/")
    page.locator("input[type=file]").set_input_files(sorted(tmp_path.iterdir()))
    page.get_by_role("button", name="Tải lên").click()
    page.locator(".refused").wait_for()
    page.get_by_text("Xong", exact=True).wait_for()

    assert "hỏng.jpg" in page.locator(".refused").inner_text()
    page.goto(f"/desk/scans/record/{key}/")
    assert page.locator(".scans li").count() == 2
    stranger = visit().page
    stranger.goto(f"/r/{key}/")
    stranger.locator("deep-zoom[data-ready]").wait_for()
    assert stranger.locator(".strip a").count() == 2
