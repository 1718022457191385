"""What visitors get of a story: every block, nothing that may not be shown, few questions to the database."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from catalog.models import Scan
from catalog.records.actions.access import reclassify, withdraw
from exhibitions import troubles
from exhibitions.models import ChapterPage, Recording
from tests.conftest import NOON
from tests.exhibitions.conftest import block, items, plate, zoom
from tests.exhibitions.kinds import KINDS, WHOLE, every_kind, value_of
from tests.factories import make_many


def test_a_map_has_its_islands_and_a_reign_its_year(client, exhibition, shown):
    moments = items({"when": "Tự Đức 5", "title": "Một", "text": "", "record": shown.pk, "page": 1, "alt": ""})
    story = [block("map", value_of("map", shown)), block("timeline", {"title": "", "moments": moments})]
    page = exhibition(chapters=[story])

    html = client.get(f"{page.url}c-1/").content.decode()

    for words in ("Hoàng Sa", "Trường Sa", "Tự Đức 5 (1852)"):
        assert words in html, words


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_of_a_withdrawn_record_is_left_on_any_page(client, exhibition, shown, archivist, language):
    page = exhibition(chapters=[every_kind(shown)], cover=shown, language=language)
    withdraw(shown, reason="Mật", by=archivist, at=NOON)
    scans = list(shown.scans.values_list("key", flat=True))
    told = [words for kind in KINDS.values() if kind.needs is not None for words in kind.words]

    for path in (
        page.url,
        f"{page.url}c-1/",
        f"{page.url}print/",
        f"{page.url}embed/",
        f"/iiif/stories/{page.translation_key}/manifest",
        f"/iiif/stories/{page.translation_key}/collection",
        page.get_parent().url,
    ):
        html = client.get(path).content.decode()
        for hint in (
            shown.title,
            shown.title_en,
            shown.key,
            shown.reference_code,
            *scans,
            *told,
        ):
            assert hint not in html, (path, hint)
    recording = Recording.objects.get()
    assert client.get(f"/exhibitions/recordings/{recording.key}/file").status_code == 404
    assert client.get(f"/exhibitions/recordings/{recording.key}/captions-vi.vtt").status_code == 404


def test_a_record_on_request_is_named_but_not_pictured(client, exhibition, shown, archivist):
    page = exhibition(story=[plate(shown), zoom(shown, WHOLE)], cover=shown)
    reclassify(shown, to="on_request", reason="Cá nhân", by=archivist, at=NOON)

    html = client.get(page.url).content.decode()

    assert f"/r/{shown.key}/" in html
    assert html.count('class="absent"') == 2
    assert not any(scan in html for scan in shown.scans.values_list("key", flat=True))


def test_a_block_whose_record_or_page_is_gone_is_a_placeholder(client, exhibition, shown):
    page = exhibition(
        story=[
            plate(shown, page=9),
            block(
                "record",
                {
                    "record": 987654,
                    "page": 1,
                    "caption": "",
                    "alt": "x",
                    "credit": "",
                    "rights": "",
                },
            ),
        ]
    )

    assert client.get(page.url).content.decode().count('class="absent"') == 2


def test_twelve_blocks_and_twenty_pictures_take_few_questions(client, exhibition, record):
    files = make_many(record, ({"reference_code": f"PT.N{number}"} for number in range(20)))
    Scan.objects.bulk_create(
        Scan(record=file, order=1, width=400, height=300, sha512=f"{file.pk:0128}", master_name="1.jpg")
        for file in files
    )
    gallery = block(
        "gallery",
        {
            "title": "",
            "layout": "grid",
            "pictures": items(*({"record": f.pk, "page": 1, "caption": "", "alt": "x"} for f in files[:9])),
        },
    )
    page = exhibition(chapters=[[*(plate(file) for file in files[9:]), gallery]], cover=files[0])
    client.get(f"{page.url}c-1/")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        html = client.get(f"{page.url}c-1/").content.decode()

    assert html.count("default.jpg") >= 20
    assert len(asked) <= 15, "\n".join(query["sql"][:150] for query in asked)


def test_only_the_cover_is_loaded_at_once_and_every_picture_keeps_its_room(client, exhibition, shown):
    page = exhibition(
        story=[block(kind, value_of(kind, shown)) for kind in ("record", "zoom", "compare", "gallery")], cover=shown
    )

    html = client.get(page.url).content.decode()

    images = html.split("<img ")[1:]
    assert sum('loading="lazy"' not in image.split(">")[0] for image in images) == 1
    assert all("width=" in image.split(">")[0] for image in images)


def test_an_untranslated_chapter_stands_in_its_own_language_and_says_so(client, exhibition, shown):
    vi = exhibition(chapters=[[plate(shown)], [block("text", "<p>Chỉ bằng tiếng Việt</p>")]])
    en = exhibition(language="en", key=vi.translation_key, title="Land")
    first = vi.chapters()[0]
    twin = ChapterPage(
        title="One",
        slug="one",
        story=json.dumps([plate(shown)]),
        locale=en.locale,
        translation_key=first.translation_key,
    )
    en.add_child(instance=twin)

    contents = client.get(en.url).content.decode()
    assert contents.index("One") < contents.index("Chương 2")
    assert "not translated yet" in contents
    borrowed = client.get(f"{en.url}untranslated/c-2/").content.decode()
    assert "Chỉ bằng tiếng Việt" in borrowed
    assert "has not been translated into English" in borrowed
    assert 'lang="vi"' in borrowed
    assert client.get(f"{en.url}untranslated/c-1/").status_code == 404
    assert client.get(f"{en.url}untranslated/nothing/").status_code == 404


def test_a_player_may_jump(client, exhibition, shown):
    every_kind(shown)
    recording = Recording.objects.get()
    address = f"/exhibitions/recordings/{recording.key}/file"

    def ask(span: str = "") -> tuple[int, str, bytes]:
        response = client.get(address, headers={"range": span} if span else {})
        body = b"".join(response.streaming_content) if response.streaming else b""
        return response.status_code, response.get("Content-Range", ""), body

    whole = ask()[2]
    assert ask("bytes=100-199") == (206, f"bytes 100-199/{len(whole)}", whole[100:200])
    assert ask("bytes=10000-")[2] == whole[10000:]
    assert ask("bytes=99999999-")[:2] == (416, f"bytes */{len(whole)}")
    assert ask("bytes=-5") == (
        206,
        f"bytes {len(whole) - 5}-{len(whole) - 1}/{len(whole)}",
        whole[-5:],
    )
    assert ask("bytes=-99999999")[2] == whole
    assert ask("bytes=-0")[0] == 416
    assert ask("bytes=-")[0] == ask("bytes=x-y")[0] == 200
    assert ask("bytes=x-y")[2] == whole
    assert (
        client.get(f"/exhibitions/recordings/{recording.key}/captions-vi.vtt")
        .content.decode()
        .startswith("WEBVTT\n\n00:00")
    )
    assert client.get(f"/exhibitions/recordings/{recording.key}/captions-xx.vtt").status_code == 404


def test_a_recording_leaves_no_file_behind(db, tmp_path, settings, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    recording = Recording.objects.create(title="x", file=ContentFile(b"a", name="a.mp3"))
    first = Path(recording.file.path)
    recording.file = ContentFile(b"b", name="b.mp3")
    with django_capture_on_commit_callbacks(execute=True):
        recording.save()
    second = Path(recording.file.path)

    assert (first.exists(), second.exists()) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        recording.delete()
    assert not second.exists()


def test_the_record_page_names_the_open_exhibitions_that_show_it(client, exhibition, shown, national_day):
    exhibition(chapters=[[plate(shown)]], title="Trong chương")
    exhibition(cover=shown, title="Trên bìa")
    exhibition(story=[plate(shown)], title="Chưa mở", day=national_day)

    html = client.get(f"/r/{shown.key}/").content.decode()

    assert "Trong chương" in html
    assert "Trên bìa" in html
    assert "Chưa mở" not in html


def test_an_exhibition_that_has_not_opened_is_nowhere(client, exhibition, shown, national_day):
    page = exhibition(chapters=[[plate(shown)]], title="Chưa mở hội", day=national_day, cover=shown)
    en = exhibition(language="en", key=page.translation_key, title="Not open yet")

    for path in (
        page.url,
        f"{page.url}c-1/",
        f"{page.url}print/",
        f"{page.url}embed/",
        en.url,
        f"{en.url}untranslated/c-1/",
        f"/iiif/stories/{page.translation_key}/manifest",
        f"/iiif/stories/{page.translation_key}/remarks/{shown.scans.first().key}",
        f"/oembed/?url=http://testserver{page.url}",
    ):
        assert client.get(path).status_code == 404, path
    for path in ("/sitemap-pages.xml", "/openings.atom", page.get_parent().url, "/"):
        assert page.slug not in client.get(path).content.decode(), path
    assert (
        client.post("/exhibitions/seen/", {"exhibition": str(page.translation_key), "what": "view:cover"}).status_code
        == 400
    )


def test_a_page_with_every_block_takes_few_questions_too(client, exhibition, shown):
    page = exhibition(chapters=[every_kind(shown)], cover=shown)
    client.get(f"{page.url}c-1/")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{page.url}c-1/")

    assert len(asked) <= 15, "\n".join(query["sql"][:150] for query in asked)


def test_words_of_a_document_on_request_are_not_quoted(client, exhibition, shown, archivist):
    page = exhibition(story=[block("quote", {"text": "Lời dẫn kín", "source": "Nguồn", "record": shown.pk})])
    reclassify(shown, to="on_request", reason="Cá nhân", by=archivist, at=NOON)

    assert "Lời dẫn kín" not in client.get(page.url).content.decode()
    assert [each.trouble for each in troubles.of_exhibition(page.translation_key)] == ["on_request"]


def test_a_chapter_that_wagtail_keeps_private_is_in_no_other_page(client, exhibition, shown):
    vi = exhibition(chapters=[[block("text", "<p>Chỉ người nhà đọc</p>"), plate(shown, caption="Chỉ người nhà đọc")]])
    en = exhibition(language="en", key=vi.translation_key)
    PageViewRestriction.objects.create(page=vi.chapters()[0], restriction_type="login")

    for path in (
        vi.url,
        f"{vi.url}print/",
        en.url,
        f"{en.url}print/",
        f"{en.url}untranslated/c-1/",
        f"/iiif/stories/{vi.translation_key}/manifest",
    ):
        assert "Chỉ người nhà đọc" not in client.get(path).content.decode(), path
    assert client.get(f"{vi.url}c-1/").status_code == 302


def test_the_page_of_an_unopened_exhibition_is_the_page_of_none(client, exhibition, national_day):
    vi = exhibition(day=national_day)
    en = exhibition(language="en", key=vi.translation_key, title="Secret title")

    answer, none = client.get(vi.url), client.get(vi.url.replace("x-", "y-"))

    assert en.slug not in answer.content.decode()
    assert answer.content.decode().count("hreflang") == none.content.decode().count("hreflang")


def test_a_chapter_may_not_take_an_address_of_the_exhibition(exhibition):
    page = exhibition(chapters=[[]])
    chapter = page.chapters()[0]
    chapter.slug = "print"

    with pytest.raises(ValidationError):
        chapter.full_clean()
