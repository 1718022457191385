"""Signing up by telephone: no number is a user name, and nobody learns whether a number is known."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from tests.factories import UserFactory

PASSWORD = "sông dài biển rộng 26"
FORM = {"full_name": "Không Thư", "institution": "", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def limits(settings):
    """Messages are counted, as everywhere outside tests."""
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "verify_phone": None}
    cache.clear()
    yield
    cache.clear()


def sign_up(phone: str, *, email: str = ""):
    """Send the form from a browser of its own; what the page then says, without what differs every time."""
    client = Client()
    answer = client.post("/account/signup/", {**FORM, "phone": phone, "email": email})
    page = client.get(answer["Location"]) if answer.status_code == 302 else answer
    said = re.sub(r'(nonce|value|content)="[^"]*"|\+?[0-9]{9,}', "", page.content.decode())
    return answer.status_code, answer.get("Location"), page.status_code, said


@pytest.fixture
def known(db, do_after_commit):
    """Somebody who has signed up with a telephone and confirmed it."""
    with do_after_commit():
        sign_up("0912 345 678")
    user = get_user_model().objects.get(claimed_phone="+84912345678")
    user.phone, user.claimed_phone = user.claimed_phone, ""
    user.save()
    return user


NUMBERS = [
    "0912345678",
    "0912 345 678",
    "+84912345678",
    "0912.345.678",
    "84912345678",
    "0084 912 345 678",
    "+84 (0)912 345 678",
    "+840912345678",
    "（０９１２）３４５６７８",
    "0912\u2011345\u2011678",
    "\u202a0912345678\u202c",
    "\u00a00912345678",
]


@pytest.mark.parametrize("number", ["+12025550123", "001 202 555 0123"])
def test_numbers_of_other_countries_keep_their_country(db, number, do_after_commit):
    with do_after_commit():
        sign_up(number)

    assert get_user_model().objects.get().claimed_phone == "+12025550123"


def confirm(client: Client, mailoutbox) -> None:
    client.post("/account/phone/verify/", {"code": mailoutbox[-1].body.rsplit(" ", 1)[1]})


def test_who_claims_a_number_keeps_its_owner_from_nothing(db, mailoutbox, do_after_commit):
    with do_after_commit():
        sign_up("0912345678")
    cache.clear()  # half a minute later
    owner = Client()
    with do_after_commit():
        owner.post("/account/signup/", {**FORM, "phone": "0912345678", "email": ""})
    confirm(owner, mailoutbox)

    user = get_user_model().objects.get(phone="+84912345678")
    assert owner.session["_auth_user_id"] == str(user.pk)
    later = Client()
    later.post("/account/login/", {"login": "0912345678", "password": PASSWORD})
    assert later.session["_auth_user_id"] == str(user.pk)


def test_of_two_who_show_that_a_number_is_theirs_the_last_has_it(db, mailoutbox, do_after_commit):
    browsers = [Client(), Client()]
    for browser in browsers:
        cache.clear()
        with do_after_commit():
            browser.post("/account/signup/", {**FORM, "phone": "0912345678", "email": ""})
    first, second = mailoutbox
    for browser, message in zip(browsers, (first, second), strict=True):
        browser.post("/account/phone/verify/", {"code": message.body.rsplit(" ", 1)[1]})

    assert get_user_model().objects.filter(phone="+84912345678").count() == 1


@pytest.mark.parametrize("number", ["0912345678", "0987654321"])
def test_a_wrong_password_for_a_number_is_told_in_vietnamese(known, number):
    page = Client().post("/account/login/", {"login": number, "password": "sai mật khẩu 26"})

    assert "Số điện thoại hoặc mật khẩu không đúng." in page.content.decode()


@pytest.mark.parametrize("number", NUMBERS)
def test_a_known_number_is_answered_like_a_new_one(known, number, do_after_commit):
    with do_after_commit():
        new, again = sign_up("0987654321"), sign_up(number)

    assert again == new
    assert new[0] == 302
    assert get_user_model().objects.filter(phone="+84912345678").count() == 1


def test_a_known_number_with_a_new_address_is_answered_alike(known, do_after_commit):
    with do_after_commit():
        new = sign_up("0987654321", email="a@luutru.example")
        again = sign_up("0912345678", email="b@luutru.example")

    assert again == new


def test_the_owner_of_a_known_number_is_told(known, mailoutbox, do_after_commit):
    mailoutbox.clear()
    cache.clear()  # half a minute later

    with do_after_commit():
        sign_up("0912345678")

    assert [message.to for message in mailoutbox] == [["84912345678@sms.luutru.example"]]
    assert not re.search(r"[A-Z0-9]{6}", mailoutbox[0].body)


@pytest.mark.parametrize("times", [2, 5])
def test_a_number_that_was_told_a_moment_ago_is_answered_alike_and_told_once(db, mailoutbox, do_after_commit, times):
    with do_after_commit():
        answers = [sign_up("0912345678") for _time in range(times)]

    assert answers == [answers[0]] * times
    assert answers[0][0] == 302
    assert len(mailoutbox) == 1


def test_a_number_that_is_somebodys_mail_name_blocks_nobody(db, do_after_commit):
    with do_after_commit():
        first = sign_up("", email="0912345678@luutru.example")
        by_phone = sign_up("0912345678")

    names = set(get_user_model().objects.values_list("username", flat=True))
    assert (first[0], by_phone[0]) == (302, 302)
    assert len(names) == 2
    assert not any("0912345678" in name for name in names)


def test_a_user_name_of_digits_blocks_nobody(db, do_after_commit):
    UserFactory(username="0912345678")

    with do_after_commit():
        assert sign_up("0912345678")[0] == 302


@pytest.mark.parametrize("number", NUMBERS)
def test_a_reader_signs_in_with_the_number(known, number):
    client = Client()

    answer = client.post("/account/login/", {"login": number, "password": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(known.pk)


def test_others_sign_in_as_before(db):
    for name, login in (("nhanvien", "nhanvien"), ("docgia", "docgia@luutru.example")):
        user = UserFactory(username=name)
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        client = Client()

        client.post("/account/login/", {"login": login, "password": PASSWORD})

        assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("number", ["12", "khong", "+84" + "9" * 30, "٠٩١٢٣٤٥٦٧٨", "0912345678; drop", "0" * 500])
def test_what_is_no_number_is_refused_in_words(db, number):
    status, _location, _page, said = sign_up(number)

    assert status == 200
    assert "số điện thoại" in said.lower()
    assert not get_user_model().objects.exists()


def test_a_password_is_hashed_whether_the_number_is_known_or_not(known, do_after_commit, monkeypatch):
    """The slow step of signing up, counted: its time is what would betray a known number."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    made, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: made.append(1) or encode(*args))

    counts = []
    for number in ("0987654321", "0912345678"):
        made.clear()
        sign_up(number)
        counts.append(len(made))

    assert counts[0] == counts[1] > 0
