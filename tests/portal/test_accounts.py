"""Signing in: nothing betrays who has an account, guessing is slowed, the staff need a second factor."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.reading_room.requests.actions import decisions
from tests.factories import UserFactory
from tests.reading_room.asking import ask

SECRET, PASSWORD = "JBSWY3DPEHPK3PXP", "sông dài biển rộng 26"


def code(ahead: int = 0) -> str:
    """What an app shows now (RFC 6238, thirty seconds)."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + ahead))


@pytest.fixture(autouse=True)
def forget_codes():
    """A code that was used is not taken a second time; another test's reader may have the same one."""
    cache.clear()


@pytest.fixture
def reader(db):
    user = UserFactory(username="docgia", email="docgia@luutru.example")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, login, password=PASSWORD):
    return client.post("/account/login/", {"login": login, "password": password})


def test_sign_up_log_in_and_reset_answer_alike_for_those_who_have_an_account(client, reader, mailoutbox):
    form = {"full_name": "A B", "institution": "", "password1": PASSWORD, "password2": PASSWORD}
    answers = {
        "signup": [
            client.post("/account/signup/", {**form, "email": email}) for email in ("moi@luutru.example", reader.email)
        ],
        "reset": [
            client.post("/account/password/reset/", {"email": email}) for email in ("ai@luutru.example", reader.email)
        ],
        "login": [sign_in(Client(), login, "sai mật khẩu 26") for login in ("ai@luutru.example", reader.email)],
    }
    for name, (unknown, known) in answers.items():
        assert unknown.status_code == known.status_code, name
        assert unknown.get("Location") == known.get("Location"), name
    said = [re.sub(r'(nonce|value)="[^"]*"', "", page.content.decode()) for page in answers["login"]]
    assert said[0] == said[1]


def test_after_failures_the_account_is_closed_for_a_while_even_to_the_right_password(client, reader, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    cache.clear()
    for _attempt in range(3):
        sign_in(client, reader.email, "sai mật khẩu 26")

    refused = sign_in(client, reader.email)

    assert refused.status_code == 200
    assert "_auth_user_id" not in client.session
    other = UserFactory(username="khac", email="khac@luutru.example")
    other.set_password(PASSWORD)
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    assert sign_in(client, other.email).status_code == 302
    cache.clear()


def test_a_reader_signs_up_with_a_telephone_alone_and_is_told_by_short_message(
    client, record, officer, do_after_commit, mailoutbox, django_user_model
):
    form = {
        "full_name": "Không Thư",
        "phone": "0912 345 678",
        "institution": "",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    with do_after_commit():
        client.post("/account/signup/", form)
    assert [message.to for message in mailoutbox] == [["84912345678@sms.luutru.example"]]
    assert "_auth_user_id" not in client.session
    wrong = client.post("/account/phone/verify/", {"code": "XXXXXX"})
    assert wrong.status_code == 200
    sent = mailoutbox[0].body.rsplit(" ", 1)[1]
    client.post("/account/phone/verify/", {"code": sent})

    reader = django_user_model.objects.get(phone="+84912345678")
    assert (reader.email, reader.phone, reader.claimed_phone) == (None, "+84912345678", "")
    assert client.get("/reading-room/").status_code == 200
    client.post("/account/logout/")
    assert sign_in(client, "0912345678").status_code == 302
    asked = ask(record, by=reader, at=timezone.now(), use="information", wish="Phông này có gì vậy?")
    with do_after_commit():
        decisions.inform(asked, by=officer, at=timezone.now(), reply="Lời đáp riêng.")
    told = mailoutbox[-1]
    assert told.to == ["84912345678@sms.luutru.example"]
    assert "Lời đáp riêng" not in told.body


def test_two_readers_without_an_address_are_two_and_one_of_both_is_needed(client, db, django_user_model, settings):
    form = {"full_name": "A B", "institution": "", "password1": PASSWORD, "password2": PASSWORD}
    for phone in ("0912345678", "+84 987 654 321"):
        Client().post("/account/signup/", {**form, "phone": phone})
    assert django_user_model.objects.filter(email=None).count() == 2
    for phone in ("", "gọi tôi", "12"):
        assert "errorlist" in Client().post("/account/signup/", {**form, "phone": phone}).content.decode()
    settings.SMS_GATEWAY = ""
    assert 'name="phone"' not in client.get("/account/signup/").content.decode()
    assert "errorlist" in client.post("/account/signup/", {**form, "phone": "0911111111"}).content.decode()


def test_a_telephone_that_has_an_account_answers_like_one_that_has_none(
    client, db, django_user_model, do_after_commit, mailoutbox
):
    form = {"full_name": "A B", "institution": "", "password1": PASSWORD, "password2": PASSWORD}
    owner = Client()
    with do_after_commit():
        first = owner.post("/account/signup/", {**form, "phone": "0912345678"})
    owner.post("/account/phone/verify/", {"code": mailoutbox[0].body.rsplit(" ", 1)[1]})
    cache.clear()  # half a minute later: one number is told one thing at a time
    with do_after_commit():
        again = Client().post("/account/signup/", {**form, "phone": "0912345678"})

    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert django_user_model.objects.filter(phone="+84912345678").count() == 1
    assert "code" not in mailoutbox[1].body


# -- the second factor -----------------------------------------------------------------------------


def test_the_staff_are_led_to_set_up_a_second_factor_and_nowhere_else(client, officer, archivist, researcher, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    for person in (officer, archivist):
        client.force_login(person)
        for path in (
            "/desk/",
            "/desk/requests/",
            "/",
            "/reading-room/",
            "/iiif/nothing/manifest.json",
        ):
            answer = client.get(path)
            assert answer.status_code == 302, path
            assert answer["Location"].endswith("/account/2fa/totp/activate/")
        assert client.post("/account/logout/").status_code == 302

    client.force_login(researcher)
    assert client.get("/reading-room/").status_code == 200


def test_having_a_second_factor_opens_nothing_showing_it_does(client, officer, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    officer.set_password(PASSWORD)
    officer.save()
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    TOTP.activate(officer, SECRET)

    client.force_login(officer)  # a session that came about by any other door
    assert client.get("/desk/requests/")["Location"] == "/account/login/"
    assert "_auth_user_id" not in client.session
    sign_in(client, officer.email)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/desk/requests/").status_code == 200


def test_who_has_just_set_it_up_goes_on(client, officer, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    officer.set_password(PASSWORD)
    officer.save()
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    sign_in(client, officer.email)
    assert "activate" in client.get("/desk/")["Location"]
    TOTP.activate(officer, SECRET)

    assert client.get("/desk/requests/").status_code == 200


@pytest.mark.parametrize("door", ["/_util/login/", "/en/_util/login/", "/desk/login/"])
def test_there_is_one_door(client, reader, door):
    assert "/account/login/" in client.get(door)["Location"]
    client.post(door, {"username": reader.username, "password": PASSWORD, "login": reader.username})
    assert "_auth_user_id" not in client.session


def test_a_reader_signs_in_with_a_code_once_it_is_set_up(client, reader):
    TOTP.activate(reader, SECRET)

    first = sign_in(client, reader.email)
    assert first["Location"].endswith("/account/2fa/authenticate/")
    assert client.get("/reading-room/").status_code == 302
    page = client.get(first["Location"]).content.decode()
    assert "ứng dụng xác thực" in page
    assert client.post(first["Location"], {"code": "000000"}).status_code == 200
    client.post(first["Location"], {"code": code()})
    assert client.get("/reading-room/").status_code == 200


def test_the_secret_is_sealed_and_the_pages_work(client, reader):
    client.post("/account/login/", {"login": reader.email, "password": PASSWORD})
    confirm = client.get("/account/2fa/totp/activate/")["Location"]
    page = client.post(confirm, {"password": PASSWORD}, follow=True).content.decode()
    assert "data:image/svg+xml" in page
    TOTP.activate(reader, SECRET)

    assert SECRET not in str(Authenticator.objects.get().data)
    for path in (
        "/account/2fa/",
        "/account/2fa/totp/deactivate/",
        "/account/2fa/recovery-codes/generate/",
    ):
        assert client.get(path, follow=True).status_code == 200
