"""Guesses are counted over all processes together."""

SETUP = """
from django.core.cache import cache
from tests.factories import UserFactory
cache.clear()
user = UserFactory(username="counted", email="counted@x.example")
user.set_password("sông dài biển rộng 26")
user.save()
"""
GUESS = """
from django.test import Client
client = Client(headers={"host": "localhost"})
for number in range(4):
    client.post("/account/login/", {"login": f"nobody{number}", "password": "sai"}, REMOTE_ADDR="203.0.113.9")
print("done")
"""
SIGN_IN = """
from django.test import Client
for address in ("203.0.113.9", "203.0.113.10"):
    client = Client(headers={"host": "localhost"})
    client.post("/account/login/", {"login": "counted", "password": "sông dài biển rộng 26"}, REMOTE_ADDR=address)
    print("_auth_user_id" in client.session or "account_login" in client.session)
"""


def test_guesses_in_several_processes_count_together(installation):
    installation.python(SETUP)

    assert installation.at_once(GUESS, 3) == ["done"] * 3

    assert installation.python(SIGN_IN).split() == ["False", "True"]
