"""The curator's desk: choosing, warnings, drafts for others, visits, translations; and who may not."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageViewRestriction

from catalog.actions.access import withdraw
from exhibitions import preparing, troubles
from exhibitions.actions import calendar, links
from exhibitions.models import Day, DraftLink, Tally
from tests.conftest import NOON
from tests.exhibitions.conftest import block, plate, zoom
from tests.factories import UserFactory, make_record

PAGES = ("/desk/exhibitions/calendar/", "/desk/exhibitions/watch/", "/desk/exhibitions/visits/", "/desk/snippets/exhibitions/day/",
         "/desk/snippets/exhibitions/recording/add/", "/desk/snippets/exhibitions/season/add/", "/desk/exhibition_records/", "/desk/exhibitions/map/")  # fmt: skip


def test_the_curators_pages_open_for_curators_alone(
    client, exhibition, shown, curator, officer, researcher
):
    page = exhibition(chapters=[[plate(shown)]], cover=shown)
    paths = [*PAGES, f"/desk/exhibitions/watch/{page.translation_key}/", f"/desk/exhibitions/visits/{page.translation_key}/",
             f"/desk/exhibitions/drafts/{page.pk}/", f"/desk/exhibitions/scans/{shown.pk}/", f"/desk/pages/{page.pk}/edit/", f"/desk/pages/{page.chapters()[0].pk}/edit/"]  # fmt: skip
    client.force_login(curator)
    for path in paths:
        assert client.get(path).status_code == 200, path
    for person in (officer, researcher):
        client.force_login(person)
        for path in paths:
            if "exhibition_records" not in path:  # whoever works at the desk may look records up
                assert client.get(path).status_code in (302, 403), (person, path)
    client.force_login(researcher)
    assert client.get("/desk/exhibition_records/").status_code in (302, 403)


def test_the_calendar_names_great_days_with_nothing_and_what_clashes(
    client, exhibition, curator, national_day
):
    exhibition(day=national_day, before=60, title="Một")
    exhibition(day=Day.objects.get(name="Cách mạng Tháng Tám"), before=5, title="Hai")
    calendar.keep(timezone.now())
    client.force_login(curator)

    html = client.get(
        "/desk/exhibitions/calendar/", {"year": timezone.localdate().year + 1}
    ).content.decode()

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

    html = client.get("/desk/exhibition_records/results/", {"q": "dia ba phu hoa"}).content.decode()

    assert "Sổ địa bạ làng Phú Hòa" in html
    assert "default.jpg" in html
    assert "Hồ sơ" in html
    assert "Công khai" in html
    without = client.get(
        "/desk/exhibition_records/results/", {"q": "khong co ban quet", "with_scans": "on"}
    ).content.decode()
    assert "Không có bản quét" not in without
    assert (
        "Không có bản quét"
        in client.get(
            "/desk/exhibition_records/results/", {"q": "khong co ban quet"}
        ).content.decode()
    )


def kinds(page) -> list[str]:
    return sorted(
        each.trouble for each in troubles.of_exhibition(page.translation_key, drafts=True)
    )


def test_every_kind_of_trouble_is_named(exhibition, record, shown, archivist):
    closed, asked = (
        make_record(record, title="Đóng", access="closed"),
        make_record(record, title="Xin", access="on_request"),
    )
    waiting = make_record(
        record, title="Chờ", embargo_until=timezone.localdate() + timedelta(days=30)
    )
    page = exhibition(
        chapters=[[
            plate(closed), plate(asked), plate(waiting), plate(shown, page=7), zoom(shown, "0,0,99999,10"), zoom(shown, ""),
            block("record", {"record": 987654, "page": 1, "caption": "", "alt": "x", "credit": "", "rights": ""}), plate(shown), block("ask", {"text": "Hỏi", "record": asked.pk}),
        ]]
    )  # fmt: skip

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
    assert (
        troubles.of_exhibition(page.translation_key, on=timezone.localdate() + timedelta(days=31))
        == []
    )


def test_publishing_is_refused_while_a_block_could_not_be_shown(
    client, exhibition, shown, curator, archivist
):
    page = exhibition(story=[plate(shown)])
    withdraw(shown, reason="Mật", by=archivist, at=NOON)
    client.force_login(curator)
    form = {
        "title": "Tên mới", "slug": page.slug, "subtitle": "", "cover_record": "", "cover_region": "", "introduction": '{"blocks":[{"key":"a","text":"Lời mở","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "story-count": "1", "story-0-deleted": "", "story-0-order": "0", "story-0-type": "record", "story-0-id": page.story[0].id, "story-0-value-record": shown.pk,
        "story-0-value-page": "1", "story-0-value-caption": "null", "story-0-value-alt": "Hình", "story-0-value-credit": "", "story-0-value-rights": "",
        "credits": "null", "sources": "null", "theme": "", "occasions-TOTAL_FORMS": "0", "occasions-INITIAL_FORMS": "0", "occasions-MIN_NUM_FORMS": "0", "occasions-MAX_NUM_FORMS": "1000",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "0",
        "seo_title": "", "search_description": "", "action-publish": "1",
    }  # fmt: skip

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


def test_a_draft_link_shows_the_draft_as_a_stranger_sees_it_until_it_ends(
    client, exhibition, shown, curator, archivist, national_day
):
    page = exhibition(story=[plate(shown)], live=False, title="Bản nháp kín", day=national_day)
    client.force_login(curator)
    client.post(f"/desk/exhibitions/drafts/{page.pk}/", {"days": "7"})
    link = DraftLink.objects.get()
    client.logout()
    address = f"/exhibitions/draft/{link.token}/"

    answer = client.get(address)
    html = answer.content.decode()
    assert "Bản nháp kín" in html
    assert "Xin đừng chuyển tiếp" in html
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in answer["Cache-Control"]
    assert client.get(page.url or "/trien-lam/x/").status_code == 404
    withdraw(shown, reason="Mật", by=archivist, at=NOON)
    client.force_login(curator)
    assert shown.key not in client.get(address).content.decode()  # as a stranger, whoever looks
    assert client.get(address[:-3] + "xx/").status_code == 404
    links.end(link, at=timezone.now())
    assert client.get(address).status_code == 404


def test_a_draft_link_of_a_chapter_shows_the_chapter(client, exhibition, shown, curator):
    page = exhibition(chapters=[[plate(shown, caption="Chú thích nháp")]], live=False)
    link = links.hand_out(page.get_children().first(), by=curator, at=timezone.now(), days=1)

    assert "Chú thích nháp" in client.get(f"/exhibitions/draft/{link.token}/").content.decode()


def test_a_draft_link_leads_through_the_drafts_of_all_chapters_and_nowhere_else(
    client, exhibition, shown, curator
):
    page = exhibition(
        chapters=[[plate(shown, caption="Một")], [plate(shown, caption="Hai")]], live=False
    )
    other = exhibition(chapters=[[plate(shown, caption="Của người khác")]], live=False)
    first, second = page.drafts()
    first.title = "Tên mới nhất"
    first.save_revision()
    link = links.hand_out(page, by=curator, at=timezone.now(), days=1)

    cover = client.get(f"/exhibitions/draft/{link.token}/").content.decode()
    assert "Tên mới nhất" in cover
    assert f"/exhibitions/draft/{link.token}/{second.pk}/" in cover
    chapter = client.get(f"/exhibitions/draft/{link.token}/{second.pk}/").content.decode()
    assert "Hai" in chapter
    assert "Chương 2 trên 2" in chapter
    assert f'href="/exhibitions/draft/{link.token}/{page.pk}/"' in chapter
    for stranger in (other.pk, other.drafts()[0].pk, 999_999):
        assert client.get(f"/exhibitions/draft/{link.token}/{stranger}/").status_code == 404
    links.end(link, at=timezone.now())
    assert client.get(f"/exhibitions/draft/{link.token}/{second.pk}/").status_code == 404


def test_a_draft_chapter_stands_in_the_draft_of_its_exhibition(client, exhibition, shown, curator):
    page = exhibition(chapters=[[plate(shown)]], title="Tên cũ")
    page.title = "Tên mới"
    page.save_revision()
    link = links.hand_out(page, by=curator, at=timezone.now(), days=1)

    html = client.get(f"/exhibitions/draft/{link.token}/{page.chapters()[0].pk}/").content.decode()

    assert "Tên mới" in html
    assert "Tên cũ" not in html


def test_a_draft_borrows_only_what_is_open_and_links_to_it(client, exhibition, shown, curator):
    vi = exhibition(chapters=[[plate(shown)], [plate(shown)]])
    en = exhibition(language="en", key=vi.translation_key, live=False)
    link = links.hand_out(en, by=curator, at=timezone.now(), days=1)

    html = client.get(f"/exhibitions/draft/{link.token}/").content.decode()
    assert f'href="{vi.chapters()[0].url}"' in html
    assert client.get(vi.chapters()[0].url).status_code == 200
    vi.unpublish()
    assert (
        "not translated yet" not in client.get(f"/exhibitions/draft/{link.token}/").content.decode()
    )


def test_only_who_may_edit_the_whole_exhibition_hands_a_link_out(client, exhibition, shown, db):
    page = exhibition(chapters=[[plate(shown)], [plate(shown)]])
    chapter = page.chapters()[0]
    helper = UserFactory(username="helper")
    group = Group.objects.create(name="Một chương")
    group.permissions.add(
        *Permission.objects.filter(codename__in=("access_admin", "see_closed_records"))
    )
    GroupPagePermission.objects.create(
        group=group, page=chapter, permission=Permission.objects.get(codename="change_page")
    )
    helper.groups.add(group)
    client.force_login(helper)

    for each in (page, chapter):
        client.post(f"/desk/exhibitions/drafts/{each.pk}/", {"days": "7"})

    assert not DraftLink.objects.exists()
    assert chapter.permissions_for_user(helper).can_edit()


def test_a_private_chapter_is_read_in_its_place_and_named_nowhere(
    client, exhibition, shown, curator
):
    page = exhibition(chapters=[[], [plate(shown)], []])
    private = page.get_children()[1].specific
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert "Chương 2" not in client.get(page.url).content.decode()
    assert page.title not in client.get(f"/r/{shown.key}/").content.decode()
    client.force_login(curator)
    html = client.get(private.url).content.decode()
    assert "Chương 2 trên 3" in html
    assert "c-1" in html.split('rel="prev"')[1][:200]
    assert "c-3" in html.split('rel="next"')[1][:200]


def test_versions_are_compared_in_words(client, exhibition, shown, curator):
    pair = {"record": shown.pk, "page": 1, "caption": "", "alt": "Hình"}
    sides = block(
        "compare", {"left": pair, "right": pair, "mode": "beside", "caption": "<p>Trước</p>"}
    )
    page = exhibition(story=[sides])
    first = page.latest_revision
    page.story = json.dumps(
        [{**sides, "value": {**sides["value"], "mode": "slider", "caption": "<p>Sau</p>"}}]
    )
    second = page.save_revision()
    client.force_login(curator)

    html = client.get(
        f"/desk/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/"
    ).content.decode()

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
            client.post(
                "/exhibitions/seen/", {"exhibition": str(page.translation_key), "what": what}
            ).status_code
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
            client.post(
                "/exhibitions/seen/", {"exhibition": str(page.translation_key), "what": what}
            ).status_code
            == 400
        ), what
    assert (
        client.post("/exhibitions/seen/", {"exhibition": "x", "what": "view:cover"}).status_code
        == 400
    )
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
    type(en).objects.filter(pk=en.pk).update(
        latest_revision_created_at=timezone.now() - timedelta(days=2)
    )
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
