"""As a reader on a phone, I sign up, get a card, order an authenticated copy, pay, fetch it and check it; and book a seat."""

import re
import time

import pytest

from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.hard]

SCANNED = "from catalog.models import Record\nprint(Record.objects.filter(level='file', effective_access='open', scans__isnull=False).distinct().order_by('-path').first().key)"
DESK_SPEAKS = (
    "from wagtail.users.models import UserProfile\nfrom django.contrib.auth import get_user_model\n"
    "profile = UserProfile.get_for_user(get_user_model().objects.get(username='officer'))\n"
    "profile.preferred_language = '{language}'\nprofile.save()"
)
SAID = {
    "vi": {
        "needs card": "Cần có thẻ độc giả",
        "same": "Tệp đúng là tệp do cơ quan lưu trữ cấp",
        "other": "đã bị thay đổi",
        "test": "chứng thư thử",
        "mail": "Xác nhận",
        "booked": "Đã đặt",
        "cards": "Thẻ độc giả",
        "full name": "Lê Thị Bản Sao",
    },
    "en": {
        "needs card": "A reader's card is needed",
        "same": "The file is the one that the archive issued",
        "other": "was altered",
        "test": "test certificate",
        "mail": "Confirm",
        "booked": "Booked",
        "cards": "Readers' cards",
        "full name": "Ada Reader",
    },
}


@pytest.fixture
def speak(portal):
    """``speak("en")``: the officer's desk speaks English until the test is over."""
    yield lambda language: portal.ask(DESK_SPEAKS.format(language=language))
    portal.ask(DESK_SPEAKS.format(language="vi"))


def fits(page) -> None:
    """Nothing on the page is wider than the phone."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{page.url} is {width} px wide"


def sign_up(page, portal, prefix: str, email: str, name: str, confirm: str) -> None:
    page.goto(f"{prefix}/account/signup/")
    page.locator("input[name=full_name]").fill(name)
    page.locator("input[name=email]").fill(email)
    for field in ("password1", "password2"):
        page.locator(f"input[name={field}]").fill("sông dài biển rộng 26")
    page.locator("main button.button").click()
    page.wait_for_url("**/confirm-email/")
    letter = portal.wait_for(lambda: portal.letters(email))[-1]
    page.goto(re.search(r"https?://[^/\s]+(/\S+)", letter)[1])
    page.get_by_role("button", name=confirm).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_registration_to_an_authenticated_copy(visit, visit_desk, portal, speak, language):
    said, prefix = SAID[language], "" if language == "vi" else "/en"
    key, email = portal.ask(SCANNED), f"ban-sao-{language}@luutru.example"
    page = visit(PHONE).page
    sign_up(page, portal, prefix, email, said["full name"], said["mail"])

    # what can be done with it, and why
    page.goto(f"{prefix}/r/{key}/")
    page.locator("aside a.button[href*='/reading-room/ask/']").click()
    assert said["needs card"] in page.locator("main").inner_text()
    fits(page)
    page.locator("input[name=use][value=authenticated]").check()
    page.locator("input[name=pages]").fill("1")
    page.locator("main form button.button").click()
    page.wait_for_url("**/basket/")
    fits(page)

    # the card
    page.locator("main a[href$='/reading-room/card/']").click()
    page.locator("input[name=kind][value=citizen]").check()
    page.locator("input[name=number]").fill("079 000 111 222")
    page.locator("input[name=purpose][value='01']").check()
    page.locator("textarea[name=purpose_text]").fill("Nghiên cứu lịch sử dòng họ.")
    page.locator("input[name=consent]").check()
    page.locator("main form button.button").last.click()
    page.get_by_text("••••••••1222").wait_for()
    fits(page)

    speak(language)
    desk = visit_desk("officer", PHONE)
    desk.goto("/desk/cards/")
    assert said["cards"] in desk.locator("h1").inner_text()
    fits(desk)
    desk.get_by_role("link", name=said["full name"]).click()
    assert "079000111222" not in desk.content()
    desk.locator("form[action$='/verify/'] button").click()
    desk.wait_for_load_state()

    # sent, quoted, accepted
    page.goto(f"{prefix}/reading-room/basket/")
    page.locator("input[name=purpose][value='01']").check()
    page.locator("textarea[name=purpose_text]").fill("Nộp hồ sơ công nhận gia đình có công.")
    page.locator("main form button.button").last.click()
    page.wait_for_url("**/requests/*/")
    fits(page)
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    desk.goto("/desk/requests/")
    fits(desk)
    desk.goto(f"/desk/requests/{number}/")
    fits(desk)
    desk.locator("input[name=decision][value=approve]").check()
    desk.locator("form:has(input[name=decision]) button").click()
    desk.wait_for_load_state()
    page.reload()
    page.locator("main a[href*='/bills/']").first.click()
    fits(page)
    page.locator("form[action$='/accept/'] button").click()
    page.locator(".transfer img").wait_for()
    fits(page)

    # paid, made, fetched
    desk.goto(f"/desk/requests/{number}/")
    desk.locator("input[name=paid_by][value=transfer]").check()
    desk.locator("form[action$='/pay/'] button").click()
    desk.locator("form[action$='/make/'] button").click()
    portal.wait_for(
        lambda: desk.goto(f"/desk/requests/{number}/") and desk.locator("form[action$='/hand_over/']").count()
    )
    told = portal.wait_for(lambda: [text for text in portal.letters(email) if f"/requests/{number}/" in text])
    assert all("079000111222" not in text for text in told)
    page.goto(f"{prefix}/reading-room/requests/{number}/")
    fits(page)
    with page.expect_download() as fetched:
        page.locator("main a[href*='/copies/']").click()
    copy = fetched.value.path()
    assert copy.read_bytes()[:5] == b"%PDF-"

    # and anyone can check it
    anyone = visit(PHONE).page
    anyone.goto(page.locator("main a[href*='/verify/']").get_attribute("href"))
    fits(anyone)
    assert said["test"] in anyone.locator("main").inner_text()
    anyone.locator("input[type=file]").set_input_files(copy)
    anyone.get_by_text(said["same"]).wait_for()
    altered = copy.parent / "altered.pdf"
    altered.write_bytes(copy.read_bytes()[:-1] + b"x")
    anyone.locator("input[type=file]").set_input_files(altered)
    anyone.get_by_text(said["other"]).wait_for()


def test_a_seat_is_booked_on_a_phone_and_given_back(visit, portal):
    person = visit(PHONE)
    page = person.sign_in("researcher")
    page.goto("/reading-room/visits/")
    fits(page)

    page.locator(".calendar form button").nth(3).click()
    page.wait_for_load_state()
    if "/basket/" in page.url:
        page.goto("/reading-room/")
    page.get_by_text(SAID["vi"]["booked"], exact=True).first.wait_for()
    fits(page)
    letter = portal.wait_for(lambda: [text for text in portal.letters("researcher@") if "chỗ tại phòng đọc" in text])
    assert "Bàn" in letter[-1]
    page.locator("form[action$='/cancel/'] button").first.click()
    page.wait_for_load_state()
    assert page.get_by_text(SAID["vi"]["booked"], exact=True).count() == 0


def test_pages_are_chosen_in_the_viewer(visit, portal):
    key = portal.ask(
        "from django.db.models import Count\nfrom catalog.models import Record\n"
        "print(Record.objects.filter(level='file', effective_access='open').annotate(n=Count('scans')).filter(n__gte=3).order_by('path').first().key)"
    )
    person = visit(PHONE)
    page = person.sign_in("researcher2")
    page.goto(f"/r/{key}/?scan=2")
    page.locator("page-picker button").click()
    page.goto(f"/r/{key}/?scan=3")
    page.locator("page-picker button").click()
    fits(page)

    page.locator("page-picker a").click()

    assert page.locator("input[name=pages]").input_value() == "2-3"
    assert page.locator("input[name=use][value=copy]").is_checked()
    fits(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_no_page_of_the_desk_is_wider_than_its_window(visit_desk, viewport):
    desk = visit_desk("officer", viewport)
    for path in (
        "requests/",
        "requests/?state=preparing",
        "cards/",
        "loans/",
        "visits/",
        "registers/",
        "snippets/reading_room/fee/",
    ):
        desk.goto(f"/desk/{path}")
        started = time.monotonic()
        while desk.evaluate("document.documentElement.scrollWidth > innerWidth") and time.monotonic() - started < 2:
            time.sleep(0.1)
        assert not desk.evaluate("document.documentElement.scrollWidth > innerWidth"), path
