"""Who guesses is slowed; nobody else is locked out: neither others, nor the staff where they work."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.accounts import addresses
from portal.accounts.models import KnownAddress
from tests.factories import UserFactory

PASSWORD = "sông dài biển rộng 26"
WRONG = "sai mật khẩu 26"
PROXY, ATTACKER, OFFICE, HOME = "127.0.0.1", "203.0.113.7", "198.51.100.9", "192.0.2.44"


@pytest.fixture(autouse=True)
def limits(settings):
    """Guessing is counted, as everywhere outside tests."""
    settings.ACCOUNT_RATE_LIMITS = {"login": None}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = [PROXY, "10.0.0.0/8"]


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def reader(researcher):
    return with_password(researcher)


@pytest.fixture
def staff(archivist):
    return with_password(archivist)


def sign_in(user, *, address, password=PASSWORD, through=PROXY, browser=None) -> bool:
    """Try to sign in from an address behind the proxy, in a new browser or this one; say whether it worked."""
    client = browser or Client()
    client.cookies.pop("sessionid", None)
    client.post(
        "/account/login/",
        {"login": user.email, "password": password},
        REMOTE_ADDR=through,
        headers={"X-Forwarded-For": address},
    )
    return "_auth_user_id" in client.session


def guess(user, *, times=12, **where) -> None:
    for _time in range(times):
        assert not sign_in(user, password=WRONG, **where)


# -- where a request comes from ---------------------------------------------------------------------


def address_of(peer: str, forwarded: str | None = None, **headers) -> str:
    if forwarded is not None:
        headers["X-Forwarded-For"] = forwarded
    return addresses.client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (PROXY, ATTACKER, ATTACKER),
        (PROXY, f"{OFFICE}, {ATTACKER}", ATTACKER),  # what the client wrote itself is ignored
        (PROXY, f"{ATTACKER}, 10.1.2.3", ATTACKER),  # a proxy behind a proxy
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, "rubbish", PROXY),
        (PROXY, "::ffff:203.0.113.7", ATTACKER),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (ATTACKER, OFFICE, ATTACKER),  # not from a proxy of ours
        ("::ffff:127.0.0.1", ATTACKER, ATTACKER),
        ("", ATTACKER, "unknown"),
    ],
)
def test_an_address_comes_from_the_configured_proxy_alone(behind_a_proxy, peer, forwarded, address):
    assert address_of(peer, forwarded) == address


@pytest.mark.parametrize("name", ["X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"])
def test_no_other_header_is_believed(behind_a_proxy, name):
    assert address_of(ATTACKER, **{name: OFFICE}) == ATTACKER


def test_without_a_proxy_nothing_is_believed(settings):
    settings.TRUSTED_PROXIES = []

    assert address_of(PROXY, ATTACKER) == PROXY


def test_a_proxy_on_a_socket_has_to_be_named(settings):
    settings.TRUSTED_PROXIES = ["unix"]

    assert address_of("", ATTACKER) == ATTACKER


# -- guessing ---------------------------------------------------------------------------------------


def test_who_guesses_locks_out_nobody_at_other_addresses(behind_a_proxy, reader, staff):
    for number in range(12):
        sign_in(UserFactory(username=f"ai{number}"), address=ATTACKER, password=WRONG)

    assert sign_in(reader, address=HOME)
    assert sign_in(staff, address=OFFICE)


def test_who_guesses_is_slowed_from_that_address(behind_a_proxy, reader):
    for number in range(12):
        sign_in(UserFactory(username=f"ai{number}"), address=ATTACKER, password=WRONG)

    assert not sign_in(reader, address=ATTACKER)


def test_an_address_cannot_be_invented_to_guess_on(behind_a_proxy, reader):
    for number in range(12):
        where = {"address": f"{number}.{number}.{number}.{number}, {ATTACKER}"}
        sign_in(UserFactory(username=f"ai{number}"), password=WRONG, **where)

    assert not sign_in(reader, address=ATTACKER)


def test_the_staff_sign_in_where_they_have_before_whoever_guesses(behind_a_proxy, staff):
    assert sign_in(staff, address=OFFICE)

    guess(staff, address=ATTACKER)
    guess(staff, address=OFFICE)

    assert sign_in(staff, address=OFFICE)
    assert not sign_in(staff, address=HOME)


def test_everybody_signs_in_in_a_browser_where_they_have_before(behind_a_proxy, reader):
    browser = Client()
    assert sign_in(reader, address=HOME, browser=browser)

    guess(reader, address=ATTACKER)

    assert sign_in(reader, address=OFFICE, browser=browser)
    assert not sign_in(reader, address=HOME)
    # of readers no address is kept, not even a mark of it
    assert not KnownAddress.objects.exists()


def test_a_browser_is_known_for_the_account_alone_that_signed_in_there(behind_a_proxy, reader, other_researcher):
    browser = Client()
    assert sign_in(with_password(other_researcher), address=ATTACKER, browser=browser)

    guess(reader, address=ATTACKER)

    assert not sign_in(reader, address=HOME, browser=browser)


def test_a_mark_that_was_made_up_is_none(behind_a_proxy, reader):
    browser = Client()
    browser.cookies["device"] = f"{reader.pk} 0123456789abcdef:1abcde:forged"

    guess(reader, address=ATTACKER)

    assert not sign_in(reader, address=HOME, browser=browser)


def test_in_a_known_browser_guesses_end_too(behind_a_proxy, reader):
    browser = Client()
    assert sign_in(reader, address=HOME, browser=browser)

    for _time in range(100):
        sign_in(reader, address=HOME, browser=browser, password=WRONG)

    assert not sign_in(reader, address=HOME, browser=browser)


def test_of_an_address_only_a_mark_is_kept(behind_a_proxy, staff):
    sign_in(staff, address=OFFICE)
    sign_in(staff, address=OFFICE)

    (known,) = KnownAddress.objects.values()
    assert OFFICE not in str(known)
    assert known["last_at"] <= timezone.now()


def test_a_wrong_password_makes_no_address_known(behind_a_proxy, staff):
    guess(staff, address=ATTACKER, times=2)

    assert not KnownAddress.objects.exists()
