"""As anyone, I read every page in my language, on my device, with my eyes and hands as they are."""

import itertools
from pathlib import Path

import pytest

from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.hard]

AXE = Path(__file__).resolve().parent.parent / "vendor/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
KEYS = (
    "from catalog.models import Record\n"
    "open_ = Record.objects.filter(level='file', effective_access='open', scans__isnull=False).first()\n"
    "asked = Record.objects.filter(level='file', effective_access='on_request', scans__isnull=False).first()\n"
    "fonds = Record.objects.filter(depth=1, effective_access='open').first()\n"
    "agent = fonds.agents.first()\nplace = fonds.places.first()\n"
    "print(open_.key, asked.key, fonds.key, agent.key, place.key)"
)

# the exhibition of a great day that is today, which has no English page meanwhile
LEND = """
from datetime import timedelta
from django.utils import timezone
from exhibitions.models import Day, ExhibitionPage, Run
now, today = timezone.now(), timezone.localdate()
page = ExhibitionPage.objects.live().filter(locale__language_code="en").first()
day = Day.objects.filter(kind="great").first()
run = Run.objects.create(exhibition=page.translation_key, day=day, falls_on=today, opens_on=today,
                         closes_on=today + timedelta(days=1), opened_at=now)
ExhibitionPage.objects.filter(pk=page.pk).update(live=False)
print(page.pk, run.pk)
"""
GIVE_BACK = """
from exhibitions.models import ExhibitionPage, Run
ExhibitionPage.objects.filter(pk={page}).update(live=True)
Run.objects.filter(pk={run}).delete()
"""


@pytest.fixture
def lent(portal):
    """The English home page opens with an exhibition in Vietnamese."""
    page, run = portal.ask(LEND).split()
    yield
    portal.ask(GIVE_BACK.format(page=page, run=run))


def violations(page) -> list[tuple[str, str, str]]:
    """What axe finds on a page: the rule, the element, and how to mend it."""
    page.evaluate(AXE.read_text())
    answer = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    return [
        (each["id"], each["nodes"][0]["html"][:160], each["nodes"][0].get("failureSummary", "")[:200])
        for each in answer["violations"]
    ]


@pytest.fixture(scope="module")
def paths(portal) -> dict[str, list[str]]:
    open_, asked, fonds, agent, place = portal.ask(KEYS).split()
    shared = [
        "/fonds/",
        f"/r/{open_}/",
        f"/r/{asked}/",
        f"/r/{fonds}/",
        f"/agent/{agent}/",
        f"/place/{place}/",
        "/search/?q=ban+do",
        "/search/?q=khongcogica",
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/nowhere/",
    ]
    return {
        "vi": [
            "/",
            "/trien-lam/",
            "/trien-lam/dat-va-nguoi/",
            "/trien-lam/ap-phich-ngay-hoi/",
            "/gioi-thieu/",
            *shared,
        ],
        "en": [
            "/en/",
            "/en/exhibitions/",
            "/en/exhibitions/land-and-people/",
            "/en/about/",
            *(f"/en{path}" for path in shared),
        ],
    }


@pytest.mark.parametrize(
    ("viewport", "language", "scheme"),
    list(itertools.product((PHONE, DESK), ("vi", "en"), ("light", "dark"))),
)
def test_no_page_has_an_accessibility_violation_or_scrolls_sideways(visit, paths, viewport, language, scheme):
    page = visit(viewport, color_scheme=scheme, reduced_motion="reduce").page
    found = []
    for path in paths[language]:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found += [(path, *each) for each in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append((path, "scrolls sideways"))
        if page.locator("html").get_attribute("lang") != language:
            found.append((path, "says another language"))
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_home_page_that_opens_with_what_is_not_translated_is_read_as_well(visit, lent, scheme):
    page = visit(PHONE, color_scheme=scheme, reduced_motion="reduce").page
    page.goto("/en/")

    assert page.locator(".opening .lent").inner_text().startswith("In Vietnamese")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_text_at_twice_its_size_breaks_nothing(visit, paths, language):
    page = visit(PHONE).page
    page.goto("/")
    for _ in range(6):
        page.get_by_role("button", name="Tăng cỡ chữ").click()
    wide = []
    for path in paths[language]:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(path)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert wide == []


def test_the_other_language_is_one_link_away_on_the_same_page(visit, paths):
    page = visit().page
    for path in ("/fonds/", paths["vi"][6], "/trien-lam/dat-va-nguoi/"):
        page.goto(path)
        heading = page.locator("h1").inner_text()
        with page.expect_navigation() as there:
            page.get_by_role("link", name="English").click()
        assert there.value.ok, path
        assert "/en/" in page.url
        page.get_by_role("link", name="Tiếng Việt").click()
        assert page.locator("h1").inner_text() == heading


def test_signed_in_pages_read_well_too(visit):
    visitor = visit(PHONE)
    page = visitor.sign_in("researcher")
    for path in (
        "/account/",
        "/reading-room/",
        "/en/account/",
        "/en/reading-room/",
        "/account/password/change/",
    ):
        page.goto(path)
        assert [(path, *each) for each in violations(page)] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_page_has_a_skip_link_and_one_heading(visit, paths):
    page = visit().page
    for path in paths["vi"]:
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#content", path
        assert page.locator("h1").count() == 1, path
