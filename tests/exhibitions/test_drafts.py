"""Drafts lent to people without an account: what they show, to whom, until when."""

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageViewRestriction

from catalog.records.actions.access import withdraw
from exhibitions.actions import links
from exhibitions.models import DraftLink
from tests.conftest import NOON
from tests.exhibitions.conftest import plate
from tests.factories import UserFactory


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


def test_a_draft_link_leads_through_the_drafts_of_all_chapters_and_nowhere_else(client, exhibition, shown, curator):
    page = exhibition(chapters=[[plate(shown, caption="Một")], [plate(shown, caption="Hai")]], live=False)
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
    assert "not translated yet" not in client.get(f"/exhibitions/draft/{link.token}/").content.decode()


def test_only_who_may_edit_the_whole_exhibition_hands_a_link_out(client, exhibition, shown, db):
    page = exhibition(chapters=[[plate(shown)], [plate(shown)]])
    chapter = page.chapters()[0]
    helper = UserFactory(username="helper")
    group = Group.objects.create(name="Một chương")
    group.permissions.add(*Permission.objects.filter(codename__in=("access_admin", "see_closed_records")))
    GroupPagePermission.objects.create(
        group=group, page=chapter, permission=Permission.objects.get(codename="change_page")
    )
    helper.groups.add(group)
    client.force_login(helper)

    for each in (page, chapter):
        client.post(f"/desk/exhibitions/drafts/{each.pk}/", {"days": "7"})

    assert not DraftLink.objects.exists()
    assert chapter.permissions_for_user(helper).can_edit()


def test_a_private_chapter_is_read_in_its_place_and_named_nowhere(client, exhibition, shown, curator):
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
