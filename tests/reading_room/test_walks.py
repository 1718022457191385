"""Every use from asking to its end through the pages of the desk, and what is left of it afterwards."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone, translation

from catalog.records.actions import access as opening
from portal.reading_room.models import AccessRequest, Fee
from portal.reading_room.privacy import actions as privacy
from portal.reading_room.requests.actions import following
from portal.reading_room.rules.uses import USES
from portal.reading_room.rules.vocabulary import CopyFormat, Use
from portal.reading_room.upkeep import do_due_work
from tests.conftest import picture
from tests.factories import make_record
from tests.reading_room.asking import ask
from tests.reading_room.copying import text_of
from tests.reading_room.walking import TYPED, walk

NOW = timezone.now
WISH = "Ai đã ký văn bản này?"
WAYS = [(use, form) for use, rules in USES.items() for form in rules.formats]
COPIES = [(use, form) for use, form in WAYS if USES[use].is_copy]
# what is copied: a file that is scanned, one that is scanned after it was asked for, one that stays paper
SCANNED, LATER, PAPER = "scanned", "scanned later", "paper"
NEEDS_SCANS = {Use.PACKAGE}
ORIGINS = [
    (use, form, origin)
    for use, form in COPIES
    for origin in (SCANNED, LATER, PAPER)
    if origin == SCANNED or (use not in NEEDS_SCANS and (origin == LATER or form == CopyFormat.PRINTED))
]


@pytest.fixture
def begin(record, volume, take_in, researcher, give_card, room, certificate):
    """``begin(use, format)``: a reader with a card asks for what the use is of."""

    def ask_for(use, form, origin=SCANNED):
        rules, of = USES[use], volume
        if origin != SCANNED:
            of = make_record(record, title="Chưa số hóa", paper_file_code="Hộp 8")
        if rules.is_lent:
            of = make_record(record, title="Sổ giấy", paper_file_code="Hộp 7")
        elif rules.is_read_online:
            of = make_record(record, title="Có điều kiện", access="on_request")
        give_card(researcher, at=NOW())
        asked = ask(of, by=researcher, at=NOW(), use=use, copy_format=form, wish=WISH)
        if origin == LATER:
            take_in(of, {"sau.jpg": picture(text="sau")})
        return asked

    return ask_for


@pytest.fixture
def carry(client, begin, researcher, officer, second_officer):
    """``carry(use, format, until=["ready"])``: ask, and go on by the buttons of the desk; the request and its walk."""

    def go(use, form, origin=SCANNED, until=()):
        asked = begin(use, form, origin)
        return asked, walk(client, asked, reader=researcher, officers=[officer, second_officer], until=until)

    return go


def is_kept(words: str) -> bool:
    """Whether words stand in any table."""
    return any(words in str(list(model._base_manager.values())) for model in apps.get_models())


def files() -> list:
    return list(settings.COPY_FILES.glob("*"))


@pytest.mark.parametrize(("use", "form"), WAYS)
def test_each_use_comes_to_its_end_by_the_buttons_of_the_desk_and_its_reader_is_told_what_it_was(
    client, begin, researcher, officer, second_officer, do_after_commit, mailoutbox, use, form
):
    rules = USES[use]
    for unit in rules.fee_units:
        Fee.objects.create(
            name=f"Phí {unit}", use=use, copy_format=form, unit=unit, amount=500, valid_from=date(2026, 1, 1)
        )
    asked = begin(use, form)

    with do_after_commit():
        states = walk(client, asked, reader=researcher, officers=[officer, second_officer]).states

    assert states[-1] == ("approved" if rules.is_read_online else "closed")
    assert ("quoted" in states) == rules.may_cost
    assert asked.bill is None or asked.bill.total == sum(500 * (3 if unit == "page" else 1) for unit in rules.fee_units)
    with translation.override(researcher.language):
        named = str(use.label)
    told = [message for message in mailoutbox if message.to == [researcher.email]]
    assert told
    assert all(named in message.body for message in told)


@pytest.mark.parametrize(("use", "form"), [(use, form) for use, form in WAYS if not USES[use].is_answered])
def test_what_waits_for_its_reader_is_over_one_day(carry, use, form):
    asked, _walked = carry(use, form, until=["ready"])
    waiting = AccessRequest.objects.filter(pk=asked.pk)

    assert not following.terms_over(waiting, at=NOW()).exists()
    assert following.terms_over(waiting, at=NOW() + timedelta(days=60)).exists()


@pytest.mark.parametrize(("use", "form", "origin"), ORIGINS)
def test_what_was_typed_for_a_copy_stands_in_it(carry, use, form, origin):
    _asked, walked = carry(use, form, origin, until=["ready"])

    typed = [words for state, words in walked.typed if state == "preparing"]
    assert bool(files()) == (origin != PAPER or bool(typed))
    made = " ".join(" ".join(text_of(file.read_bytes())) for file in files()) if typed else ""
    assert [words for words in typed if words not in " ".join(made.split())] == []


@pytest.mark.parametrize("until", [["ready"], []], ids=["ready", "handed-over"])
@pytest.mark.parametrize(("use", "form", "origin"), ORIGINS)
def test_nothing_typed_or_made_for_a_copy_outlives_its_record(
    carry, archivist, do_after_commit, use, form, origin, until
):
    asked, _walked = carry(use, form, origin, until)

    with do_after_commit():
        opening.withdraw(asked.record, reason="mật", by=archivist, at=NOW())

    assert not files()
    assert not is_kept(TYPED)


@pytest.mark.parametrize(("use", "form"), COPIES)
def test_nothing_typed_or_made_for_a_copy_outlives_its_term(carry, do_after_commit, use, form):
    carry(use, form)
    assert files()

    with do_after_commit():
        do_due_work(at=NOW() + timedelta(days=60))

    assert not files()
    assert not is_kept(TYPED)


@pytest.mark.parametrize(("use", "form"), WAYS)
def test_nothing_typed_or_made_for_a_request_outlives_the_account_of_its_reader(
    carry, researcher, do_after_commit, use, form
):
    carry(use, form)

    with do_after_commit():
        privacy.erase(researcher, at=NOW())

    assert not files()
    assert not is_kept(TYPED)
    assert not is_kept(WISH)
