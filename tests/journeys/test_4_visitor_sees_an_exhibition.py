"""As a visitor, I walk through an exhibition made of records, and from a record find where it is shown."""

import pytest

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_visitor_walks_through_an_exhibition(visit, viewport):
    page = visit(viewport).page
    page.goto("/")
    page.get_by_role("link", name="Triển lãm", exact=True).first.click()
    page.get_by_role("link", name="Đất và người Thanh Giang").click()
    page.locator("zoom-story[data-live]").wait_for()

    steps = page.locator("zoom-story li")
    assert steps.count() == 3
    with page.expect_response(
        lambda response: "/iiif/3/" in response.url and response.url.endswith("default.jpg")
    ):
        steps.nth(1).scroll_into_view_if_needed()
        page.mouse.wheel(0, 300)
    page.wait_for_function(
        "document.querySelectorAll('zoom-story li')[1].hasAttribute('aria-current') || document.querySelectorAll('zoom-story li')[2].hasAttribute('aria-current')"
    )

    page.locator(".plate a.credit").first.click()
    assert page.get_by_role("link", name="Đất và người Thanh Giang").count() == 1  # shown in


def test_steps_stand_with_their_own_details_before_any_script(visit):
    page = visit(DESK, java_script_enabled=False).page
    page.goto("/trien-lam/dat-va-nguoi/")

    images = page.locator("zoom-story li img")
    assert images.count() == 3
    for index in range(3):
        assert images.nth(index).get_attribute("alt")
        assert page.request.get(images.nth(index).get_attribute("src")).ok


def test_a_record_that_closes_turns_into_a_placeholder_at_once(visit, portal):
    page = visit().page
    page.goto("/trien-lam/dat-va-nguoi/")
    before = page.locator(".absent").count()
    change = "from django.utils import timezone\nfrom catalog.actions import access\nfrom catalog.models import Record\naccess.{verb}(Record.objects.get(source='mau:TĐC', source_id='TĐC.02.001'), {more}by=None, at=timezone.now())"
    try:
        portal.ask(change.format(verb="withdraw", more="reason='mật', "))
        page.reload()
        assert page.locator(".absent").count() == before + 1
        assert "không còn phục vụ" in page.locator("main").inner_text()
        assert "TĐC.02.001" not in page.content()
    finally:
        portal.ask(change.format(verb="publish", more=""))
