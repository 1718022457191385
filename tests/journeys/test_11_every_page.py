"""As anyone, I come to whichever page there is, and it is there for me as the others are."""

import json

import pytest
from django.conf import settings

from tests.journeys import every_page
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_6_everyone_reads import AXE, RULES

pytestmark = pytest.mark.journey

# run inside the portal: which template answers an address, and which kinds of block its chapters hold
ANSWERS = """
import json
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.template.base import Template
from django.test import Client
from django.test.utils import instrumented_test_render
rendered, plain = {}, Template._render
Template._render = instrumented_test_render
try:
    for template, (session, path) in json.loads(%r).items():
        client = Client(headers={"host": "127.0.0.1"})
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        answer = client.get(path)
        rendered[template] = [each.name for each in answer.templates][:1] or [answer.status_code]
finally:
    Template._render = plain
print(json.dumps(rendered))
"""
KINDS = """
import json
from exhibitions.models import ChapterPage, ExhibitionPage
print(json.dumps({
    page.url: sorted({block.block_type for block in page.story})
    for model in (ChapterPage, ExhibitionPage)
    for page in model.objects.live().filter(locale__language_code="vi")
}))
"""


def addresses(portal) -> dict[str, tuple[str, str]]:
    """By template the session of who comes, and the address filled in."""
    names = every_page.furnish(portal)
    return {
        template: (names.get(who, ""), path.format(**names)) for template, (who, path) in every_page.ADDRESSES.items()
    }


def test_every_page_template_is_walked():
    walked = set(every_page.ADDRESSES) | set(every_page.ELSEWHERE)

    assert every_page.templates() ^ walked == set()
    assert set(every_page.ADDRESSES) & set(every_page.ELSEWHERE) == set()


def test_each_address_is_answered_by_its_template(portal):
    wanted = {template: list(where) for template, where in addresses(portal).items()}

    answered = json.loads(portal.ask(ANSWERS % json.dumps(wanted)))

    assert answered == {template: [template] for template in wanted}


@pytest.mark.hard
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_and_chapter_reads_well(visit, portal, viewport, language):
    found = []
    chapters = {path: ("", path) for path in json.loads(portal.ask(KINDS))} if language == "vi" else {}
    for name, (session, path) in {**addresses(portal), **chapters}.items():
        if language == "en" and path.startswith(("/trien-lam/", "/gioi-thieu/")):
            continue  # pages of the editors have an address of their own in English
        page = visit(viewport, reduced_motion="reduce").page
        if session:
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal.base}])
        page.goto(f"/en{path}" if language == "en" else path)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.evaluate(AXE.read_text())
        answer = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
        found += [(name, each["id"], each["nodes"][0]["html"][:160]) for each in answer["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append((name, "scrolls sideways"))
        if viewport == PHONE:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                found.append((name, "scrolls sideways with letters of twice their size"))
        if page.locator("html").get_attribute("lang") != language:
            found.append((name, "says another language"))
        page.context.close()
    assert found == []
