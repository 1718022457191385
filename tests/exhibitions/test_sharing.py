"""What others use: IIIF documents, embeds, feeds, cards and events."""

import io
import json
from datetime import date

import pytest
from icalendar import Calendar
from iiif_prezi3 import Collection, Manifest
from lxml import etree
from PIL import Image

from exhibitions.actions import calendar
from iiif.presentation import content_state
from tests import samples
from tests.exhibitions.conftest import plate, zoom
from tests.exhibitions.test_calendar import at


@pytest.fixture
def schema():
    return samples.presentation_schema()


def get(client, path: str):
    response = client.get(path)
    assert response.status_code == 200, path
    return response


@pytest.fixture
def bilingual(exhibition, shown):
    """An exhibition in both languages: a plate and a zoom story of two steps."""
    story = [plate(shown, caption="Bìa sổ"), zoom(shown, "0,0,1300,900", "10,20,300,200", page=2)]
    vi = exhibition(chapters=[story], cover=shown, cover_region="100,100,800,600", subtitle="Phụ đề")
    exhibition(
        chapters=[[plate(shown, caption="The cover"), *story[1:]]],
        language="en",
        key=vi.translation_key,
        title="Land and people",
    )
    return vi


def test_the_manifest_is_valid_and_says_each_step_on_its_spot_in_both_languages(client, bilingual, shown, schema):
    answer = get(client, f"/iiif/stories/{bilingual.translation_key}/manifest")
    document = answer.json()

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert list(schema.iter_errors(document)) == []
    assert Manifest(**document)
    assert document["label"] == {"vi": ["Đất và người"], "en": ["Land and people"]}
    first, second = document["items"]
    assert (second["width"], second["height"]) == (1300, 900)
    # a page keeps the identifier that it has in its record's own manifest
    own = get(client, f"/iiif/presentation/3/{shown.key}/manifest").json()
    assert [first["id"], second["id"]] == [canvas["id"] for canvas in own["items"]]
    [page] = second["annotations"]
    assert [note["target"].partition("#")[2] for note in page["items"]] == [
        "xywh=0,0,1300,900",
        "xywh=10,20,300,200",
    ]
    bodies = {body["language"]: body["value"] for body in first["annotations"][0]["items"][0]["body"]}
    assert "Bìa sổ" in bodies["vi"]
    assert "The cover" in bodies["en"]
    resolved = get(client, page["id"].removeprefix("http://testserver")).json()
    assert resolved["items"] == page["items"]


def test_the_collection_leads_to_the_story_and_to_every_record(client, bilingual, shown, schema):
    document = get(client, f"/iiif/stories/{bilingual.translation_key}/collection").json()

    assert list(schema.iter_errors(document)) == []
    assert Collection(**document)
    assert [item["id"].rpartition("/iiif/")[2] for item in document["items"]] == [
        f"stories/{bilingual.translation_key}/manifest",
        f"presentation/3/{shown.key}/manifest",
    ]
    for item in document["items"]:
        get(client, item["id"].removeprefix("http://testserver"))


def test_each_step_has_a_link_that_opens_on_its_spot(client, bilingual, shown):
    html = get(client, f"{bilingual.url}c-1/").content.decode()

    links = [part.partition('"')[0] for part in html.split('class="spot" href="')[1:]]
    assert len(links) == 2
    state = content_state.decode(links[1].partition("iiif-content=")[2], root="http://testserver")
    assert (state.record_key, state.xywh) == (shown.key, "10,20,300,200")
    landed = client.get(links[1], follow=True)
    assert landed.redirect_chain[-1][0].endswith("?scan=2#xywh=10,20,300,200")


def test_a_page_that_links_here_finds_a_card_of_the_cover(client, bilingual):
    html = get(client, bilingual.url).content.decode()

    address = html.split('property="og:image" content="')[1].partition('"')[0]
    picture = Image.open(io.BytesIO(get(client, address.removeprefix("http://testserver")).content))
    assert abs(picture.width / picture.height - 1200 / 630) < 0.01
    event = json.loads(html.split('id="exhibition-event" type="application/json">')[1].partition("</script>")[0])
    assert event["@type"] == "ExhibitionEvent"
    assert event["image"] == address


def test_other_sites_may_show_it_in_a_frame_and_only_it(client, bilingual):
    embed = get(client, f"{bilingual.url}embed/")
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    page = get(client, bilingual.url)
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_oembed_answers_for_an_exhibition_and_its_chapters(client, bilingual):
    for address in (bilingual.url, f"{bilingual.url}c-1/"):
        answer = client.get(
            "/oembed/",
            {"url": f"http://testserver{address}", "maxwidth": "100", "maxheight": "abc"},
        ).json()
        assert (answer["type"], answer["version"], answer["width"], answer["height"]) == (
            "rich",
            "1.0",
            100,
            480,
        )
        assert f'src="http://testserver{bilingual.url}embed/"' in answer["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 404),
        ({"url": "http://elsewhere.example/x"}, 404),
        ({"url": "http://testserver/"}, 404),
        ({"url": "x" * 9000}, 404),
        ({"url": "http://testserver/", "format": "xml"}, 501),
    ],
)
def test_oembed_refuses_in_the_way_it_should(client, bilingual, query, status):
    assert client.get("/oembed/", query).status_code == status


def test_the_icalendar_feed_announces_and_the_atom_feed_tells_what_opened(client, exhibition, national_day, settings):
    page = exhibition(day=national_day, title="Áp phích")
    year = date.today().year
    calendar.follow_calendar(at(f"{year}-01-05"))

    feed = Calendar.from_ical(get(client, "/openings.ics").content)
    events = [event for event in feed.walk("VEVENT") if event["summary"] == "Áp phích"]
    assert date(year + 1, 8, 26) in [event.decoded("dtstart") for event in events]
    assert all("url" not in event for event in events)
    assert b"<entry>" not in get(client, "/openings.atom").content

    calendar.follow_calendar(at(f"{year}-08-27"))
    atom = etree.fromstring(get(client, "/openings.atom").content)
    [link] = atom.xpath("//a:entry/a:link/@href", namespaces={"a": "http://www.w3.org/2005/Atom"})
    assert link.endswith(page.url)


def test_oembed_knows_no_page_that_an_exhibition_does_not_have(client, bilingual):
    address = f"http://testserver{bilingual.url}khong-co/"

    assert client.get("/oembed/", {"url": address}).status_code == 404


def test_an_exhibition_that_is_not_translated_is_lent_to_the_other_language(client, exhibition, houses, national_day):
    page = exhibition(title="Chỉ bằng tiếng Việt")
    exhibition(title="Sắp mở", day=national_day)
    calendar.follow_calendar(at("2026-08-01"))

    for address in (houses["en"].url, houses["en"].get_parent().url):
        html = client.get(address).content.decode()
        assert f'<a href="{page.url}" lang="vi" hreflang="vi">Chỉ bằng tiếng Việt</a>' in html
        assert "In Vietnamese; not translated yet" in html
    assert "not translated yet" not in client.get(houses["vi"].url).content.decode()
    feed = client.get("/en/openings.ics").content.decode()
    assert "Sắp mở" in feed


def test_a_translated_exhibition_stands_once_in_each_language(client, exhibition, houses):
    vi = exhibition(title="Đất và người")
    exhibition(title="Land and people", language="en", key=vi.translation_key)

    for language, here, there in (
        ("vi", "Đất và người", "Land and people"),
        ("en", "Land and people", "Đất và người"),
    ):
        main = client.get(houses[language].url).content.decode().split("<main")[1]
        assert main.count(here) == 1
        assert there not in main


def test_the_sitemap_names_open_pages_of_both_languages_in_few_questions(
    client, exhibition, national_day, django_assert_max_num_queries
):
    shut = exhibition(day=national_day, chapters=[[]])
    opened = [exhibition(chapters=[[], []], language=language) for language in ("vi", "en")]
    few = [exhibition(chapters=[[]]) for _ in range(5)]

    with django_assert_max_num_queries(24):
        xml = client.get("/sitemap-pages.xml").content.decode()

    for page in (*opened, *few):
        assert f"<loc>http://testserver{page.url}</loc>" in xml
        assert f"<loc>http://testserver{page.chapters()[0].url}</loc>" in xml
    assert shut.url not in xml
