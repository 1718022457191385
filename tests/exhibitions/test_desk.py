"""The curator's desk: choosing, warnings, visits, translations; and who may not."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog.records.actions.access import withdraw
from exhibitions import preparing, troubles
from exhibitions.actions import calendar
from exhibitions.models import Day, Tally
from tests.conftest import NOON
from tests.exhibitions.conftest import block, plate, zoom
from tests.factories import make_record

PAGES = (
    "/desk/exhibitions/calendar/",
    "/desk/exhibitions/watch/",
    "/desk/exhibitions/visits/",
    "/desk/snippets/exhibitions/day/",
    "/desk/snippets/exhibitions/recording/add/",
    "/desk/snippets/exhibitions/season/add/",
    "/desk/record_chooser/",
    "/desk/exhibitions/map/",
)


def test_the_curators_pages_open_for_curators_alone(client, exhibition, shown, curator, officer, researcher):
    page = exhibition(chapters=[[plate(shown)]], cover=shown)
    paths = [
        *PAGES,
        f"/desk/exhibitions/watch/{page.translation_key}/",
        f"/desk/exhibitions/visits/{page.translation_key}/",
        f"/desk/exhibitions/drafts/{page.pk}/",
        f"/desk/exhibitions/scans/{shown.pk}/",
        f"/desk/pages/{page.pk}/edit/",
        f"/desk/pages/{page.chapters()[0].pk}/edit/",
    ]
    client.force_login(curator)
    for path in paths:
        assert client.get(path).status_code == 200, path
    for person in (officer, researcher):
        client.force_login(person)
        for path in paths:
            if "record_chooser" not in path:  # whoever works at the desk may look records up
                assert client.get(path).status_code in (302, 403), (person, path)
    client.force_login(researcher)
    assert client.get("/desk/record_chooser/").status_code in (302, 403)


def test_the_calendar_names_great_days_with_nothing_and_what_clashes(client, exhibition, curator, national_day):
    exhibition(day=national_day, before=60, title="Một")
    exhibition(day=Day.objects.get(name="Cách mạng Tháng Tám"), before=5, title="Hai")
    calendar.follow_calendar(timezone.now())
    client.force_login(curator)

    html = client.get("/desk/exhibitions/calendar/", {"year": timezone.localdate().year + 1}).content.decode()

    assert "Ngày lễ lớn chưa chuẩn bị gì" in html
    assert 'class="clash"' in html
    assert "tháng 3 âm lịch" in html


@pytest.mark.parametrize("year", ["", "1999", "abc", "9" * 30, "２０２７"])
def test_a_year_that_the_calendar_does_not_show_is_this_one(client, curator, houses, year):
    client.force_login(curator)

    assert (
        f'<a class="button " href="?year={timezone.localdate().year}">'
        in client.get("/desk/exhibitions/calendar/", {"year": year}).content.decode()
    )


def test_the_chooser_searches_as_readers_do_with_pictures_level_and_access(
    client, shown, record, curator, django_capture_on_commit_callbacks
):
    from django.core.management import call_command

    make_record(record, title="Không có bản quét", reference_code="PT.KQ")
    call_command("rebuild_search", verbosity=0)
    client.force_login(curator)

    html = client.get("/desk/record_chooser/results/", {"q": "dia ba phu hoa"}).content.decode()

    assert "Sổ địa bạ làng Phú Hòa" in html
    assert "default.jpg" in html
    assert "Hồ sơ" in html
    assert "Công khai" in html
    without = client.get(
        "/desk/record_chooser/results/", {"q": "khong co ban quet", "with_scans": "on"}
    ).content.decode()
    assert "Không có bản quét" not in without
    assert (
        "Không có bản quét" in client.get("/desk/record_chooser/results/", {"q": "khong co ban quet"}).content.decode()
    )


def kinds(page) -> list[str]:
    return sorted(each.trouble for each in troubles.of_exhibition(page.translation_key, drafts=True))


def test_every_kind_of_trouble_is_named(exhibition, record, shown, archivist):
    closed, asked = (
        make_record(record, title="Đóng", access="closed"),
        make_record(record, title="Xin", access="on_request"),
    )
    waiting = make_record(record, title="Chờ", embargo_until=timezone.localdate() + timedelta(days=30))
    page = exhibition(
        chapters=[
            [
                plate(closed),
                plate(asked),
                plate(waiting),
                plate(shown, page=7),
                zoom(shown, "0,0,99999,10"),
                zoom(shown, ""),
                block("record", {"record": 987654, "page": 1, "caption": "", "alt": "x", "credit": "", "rights": ""}),
                plate(shown),
                block("ask", {"text": "Hỏi", "record": asked.pk}),
            ]
        ]
    )

    assert kinds(page) == [
        "closed",
        "deleted",
        "embargo",
        "no_scans",
        "on_request",
        "undrawn",
        "undrawn",
    ]


def test_an_embargo_that_ends_before_the_opening_is_no_trouble(exhibition, record, take_in):
    from tests.conftest import picture

    file = make_record(record, title="Chờ", embargo_until=timezone.localdate() + timedelta(days=30))
    take_in(file, {"1.jpg": picture((300, 200))})
    page = exhibition(story=[plate(file)])

    assert [t.trouble for t in troubles.of_exhibition(page.translation_key)] == ["embargo"]
    assert troubles.of_exhibition(page.translation_key, on=timezone.localdate() + timedelta(days=31)) == []


def test_publishing_is_refused_while_a_block_could_not_be_shown(client, exhibition, shown, curator, archivist):
    page = exhibition(story=[plate(shown)])
    withdraw(shown, reason="Mật", by=archivist, at=NOON)
    client.force_login(curator)
    form = {
        "title": "Tên mới",
        "slug": page.slug,
        "subtitle": "",
        "cover_record": "",
        "cover_region": "",
        "introduction": '{"blocks":[{"key":"a","text":"Lời mở","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "story-count": "1",
        "story-0-deleted": "",
        "story-0-order": "0",
        "story-0-type": "record",
        "story-0-id": page.story[0].id,
        "story-0-value-record": shown.pk,
        "story-0-value-page": "1",
        "story-0-value-caption": "null",
        "story-0-value-alt": "Hình",
        "story-0-value-credit": "",
        "story-0-value-rights": "",
        "credits": "null",
        "sources": "null",
        "theme": "",
        "occasions-TOTAL_FORMS": "0",
        "occasions-INITIAL_FORMS": "0",
        "occasions-MIN_NUM_FORMS": "0",
        "occasions-MAX_NUM_FORMS": "1000",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "0",
        "seo_title": "",
        "search_description": "",
        "action-publish": "1",
    }

    answer = client.post(f"/desk/pages/{page.pk}/edit/", form, follow=True)

    assert "Đã lưu nháp, chưa công bố" in answer.content.decode()
    page.refresh_from_db()
    assert page.title == "Đất và người"
    assert page.get_latest_revision_as_object().title == "Tên mới"
    client.post(
        f"/desk/exhibitions/watch/{page.translation_key}/answer/",
        {"block": f"{page.story[0].id}:0", "record": shown.key, "trouble": "closed"},
    )
    client.post(f"/desk/pages/{page.pk}/edit/", form, follow=True)
    page.refresh_from_db()
    assert page.title == "Tên mới"


def test_versions_are_compared_in_words(client, exhibition, shown, curator):
    pair = {"record": shown.pk, "page": 1, "caption": "", "alt": "Hình"}
    sides = block("compare", {"left": pair, "right": pair, "mode": "beside", "caption": "<p>Trước</p>"})
    page = exhibition(story=[sides])
    first = page.latest_revision
    page.story = json.dumps([{**sides, "value": {**sides["value"], "mode": "slider", "caption": "<p>Sau</p>"}}])
    second = page.save_revision()
    client.force_login(curator)

    html = client.get(f"/desk/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").content.decode()

    assert "đặt cạnh nhau" in html
    assert "<dd>beside" not in html
    assert shown.title in html


def test_taking_one_language_away_tells_that_the_other_stays(client, exhibition, shown, admin_user):
    vi = exhibition(title="Đất")
    exhibition(language="en", key=vi.translation_key, title="Land and people")
    client.force_login(admin_user)

    before = client.get(f"/desk/pages/{vi.pk}/delete/").content.decode()
    after = client.post(f"/desk/pages/{vi.pk}/unpublish/", follow=True).content.decode()

    assert "“Land and people”" in before
    assert "“Land and people”" in after


def test_visits_are_counted_without_knowing_anybody(client, exhibition, shown, curator):
    page = exhibition(chapters=[[plate(shown)]])
    part = page.chapters()[0].translation_key
    for what in (
        "view:cover",
        "view:cover",
        f"view:{part}",
        f"far:{part}:50",
        f"open:{shown.key}",
    ):
        assert (
            client.post("/exhibitions/seen/", {"exhibition": str(page.translation_key), "what": what}).status_code
            == 204
        )
    for what in (
        "",
        "view:x",
        "view:1",
        f"view:{page.translation_key}",
        f"far:{part}:49",
        "open:0000000000",
        "open:../../x",
        "view:cover\nx",
        "x" * 500,
    ):
        assert (
            client.post("/exhibitions/seen/", {"exhibition": str(page.translation_key), "what": what}).status_code
            == 400
        ), what
    assert client.post("/exhibitions/seen/", {"exhibition": "x", "what": "view:cover"}).status_code == 400
    assert client.get("/exhibitions/seen/").status_code == 405
    assert client.cookies == {}
    assert {field.name for field in Tally._meta.fields} == {
        "id",
        "exhibition",
        "day",
        "what",
        "count",
    }
    client.force_login(curator)

    html = client.get(f"/desk/exhibitions/visits/{page.translation_key}/").content.decode()

    assert "<td>2</td>" in html
    assert shown.title in html


def test_the_desk_says_what_is_not_translated_and_what_is_stale(client, exhibition, shown, curator):
    vi = exhibition(chapters=[[plate(shown)]])
    en = exhibition(language="en", key=vi.translation_key)
    vi.save_revision()
    type(en).objects.filter(pk=en.pk).update(latest_revision_created_at=timezone.now() - timedelta(days=2))
    client.force_login(curator)

    html = client.get(f"/desk/exhibitions/watch/{vi.translation_key}/").content.decode()

    assert "chưa dịch" in html
    assert "cũ hơn nguyên bản" in html


def test_days_ahead_are_listed_with_what_is_prepared_for_them(exhibition, national_day):
    draft = exhibition(day=national_day, live=False, title="Còn là nháp")

    found = {(each.day.name, each.falls_on): each for each in preparing.ahead(date(2026, 6, 15))}

    ours = found[national_day.name, date(2026, 9, 2)]
    assert (ours.pages, ours.days_left, ours.step, ours.is_ready) == ([draft], 79, 90, False)
    nothing = found["Cách mạng Tháng Tám", date(2026, 8, 19)]
    assert (nothing.pages, nothing.is_ready) == ([], False)
    assert all(0 < each.days_left <= 180 for each in found.values())
    draft.live = True
    draft.save()
    assert any(each.is_ready for each in preparing.ahead(date(2026, 6, 15)))


def test_the_desk_shows_what_must_be_prepared(client, exhibition, national_day, curator):
    exhibition(day=national_day, live=False, title="Còn là nháp")
    client.force_login(curator)

    html = client.get("/desk/exhibitions/watch/").content.decode()

    assert "Cần chuẩn bị" in html
    assert "Bắt đầu" in html
