"""As an editor, I import a finding aid, see first what it would do, and find the tree in the catalogue."""

import pytest

from tests import samples

pytestmark = [pytest.mark.journey, pytest.mark.hard]


def choose(page, path, access: str = "open") -> None:
    page.goto("/desk/imports/new/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator(f"input[name=default_access][value={access}]").check()
    page.get_by_role("button", name="Đọc tệp").click()


def test_an_editor_imports_a_finding_aid_and_an_edited_copy(visit_desk, visit, tmp_path, portal):
    page = visit_desk("archivist")
    original = (samples.HERE / "ead2002.xml").read_text()
    path = tmp_path / "alpha.xml"
    path.write_text(original)

    choose(page, path)
    page.get_by_role("button", name="Xác nhận và ghi").wait_for()
    text = page.locator(".desk").inner_text()
    assert "Lantern Makers' Guild Records" in text
    assert "<dao>" in text  # what was not understood, by element
    assert (
        portal.ask(
            "from catalog.models import Record\nprint(Record.objects.filter(source__contains='mau-2002').count())"
        )
        == "0"
    )
    page.get_by_role("button", name="Xác nhận và ghi").click()
    page.get_by_role("link", name="Xem trên trang công khai").click()
    assert page.locator("h1").inner_text().startswith("Lantern Makers' Guild Records")

    choose(page, path)
    page.get_by_text("không có gì để ghi").wait_for()

    path.write_text(original.replace("Guild Records, ", "Guild Papers, ", 1))
    assert path.read_text() != original
    choose(page, path)
    page.get_by_role("button", name="Xác nhận và ghi").click()
    page.get_by_role("link", name="Xem trên trang công khai").wait_for()

    stranger = visit().page
    portal.wait_for(
        lambda: portal.ask("from catalog.models import SearchOutbox\nprint(SearchOutbox.objects.count())") == "0"
    )
    stranger.goto("/search/?q=lantern+makers+papers")
    assert "Lantern Makers' Guild Papers" in stranger.locator(".ledger").inner_text()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html/>", "<html>"),
        ("no xml at all", "XML"),
        ("", ""),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(visit_desk, tmp_path, content, words):
    page = visit_desk("archivist")
    path = tmp_path / "bad.xml"
    path.write_text(content)

    choose(page, path)

    if content:
        page.locator(".warn").wait_for()
        assert words in page.locator(".warn").inner_text()
    else:
        page.locator(".errorlist").wait_for()
