"""What is sealed opens in its place and nowhere else."""

import base64

import pytest

from portal.accounts import vault
from portal.accounts.checks import keys_of_readers


def test_what_is_sealed_opens_in_its_place():
    sealed = vault.seal_text("079123456789", "card.number:1")

    assert b"079123456789" not in sealed
    assert vault.open_text(sealed, "card.number:1") == "079123456789"
    assert vault.seal_text("079123456789", "card.number:1") != sealed


@pytest.mark.parametrize("place", ["card.number:2", "card.phone:1", ""])
def test_a_value_that_was_moved_does_not_open(place):
    with pytest.raises(vault.Broken):
        vault.open_text(vault.seal_text("079123456789", "card.number:1"), place)


def test_every_altered_byte_is_noticed():
    sealed = vault.seal_text("079123456789", "x")

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(vault.Broken):
            vault.open_text(bytes(altered), "x")


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    old = vault.seal_text("cũ", "x")
    settings.READER_KEYS += ",2:" + base64.b64encode(b"z" * 32).decode()
    new = vault.seal_text("mới", "x")

    assert (old[0], new[0]) == (1, 2)
    assert (vault.open_text(old, "x"), vault.open_text(new, "x")) == ("cũ", "mới")
    settings.READER_KEYS = "2:" + base64.b64encode(b"z" * 32).decode()
    with pytest.raises(vault.Broken):
        vault.open_text(old, "x")


def test_the_index_finds_the_same_number_and_needs_the_key(settings):
    index = vault.index("c1234567")

    assert vault.index(" C1234567 ") == index
    settings.READER_INDEX_KEY = base64.b64encode(b"another").decode()
    assert vault.index("c1234567") != index


@pytest.mark.parametrize("keys", ["", "1:", "1:a2V5", "x:" + "QUFB" * 11, "1:%%%", "0:" + "QUFB" * 11])
def test_keys_that_are_none_are_said_at_the_start(settings, keys):
    settings.READER_KEYS = keys
    assert [each.id for each in keys_of_readers(None)] == ["accounts.E001"]
    settings.READER_INDEX_KEY = "short"
    assert "accounts.E002" in [each.id for each in keys_of_readers(None)]


def test_keys_that_are_right_are_not_complained_of():
    assert keys_of_readers(None) == []
