"""What sets each use apart was decided for every one of them: a new use is decided here as well."""

import dataclasses
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.reading_room.models import Fee
from portal.reading_room.rules.uses import USES, Leaves, UseRules
from portal.reading_room.rules.vocabulary import CopyFormat, FeeUnit, Service, Use
from tests.conftest import NOON
from tests.reading_room.asking import ask

CARD, SIGNED, PAGES = "needs a card", "is signed", "chooses pages"
PDF, PRINTED = CopyFormat.PDF, CopyFormat.PRINTED
PAGE, DOCUMENT = FeeUnit.PAGE, FeeUnit.DOCUMENT
# how it leaves the house, what sets it apart, in which formats, what a fee may be for, which term
DECIDED = {
    Use.ONLINE: (Leaves.SCREEN, set(), [PDF], set(), Service.READING),
    Use.ROOM: (Leaves.PAPER, {CARD}, [PDF], set(), Service.READING),
    Use.COPY: (Leaves.COPY, {PAGES}, [PDF, PRINTED], {PAGE, DOCUMENT}, Service.COPYING),
    Use.AUTHENTICATED: (Leaves.COPY, {CARD, SIGNED, PAGES}, [PDF], {PAGE, DOCUMENT}, Service.COPYING),
    Use.PACKAGE: (Leaves.COPY, {CARD, SIGNED}, [PDF], {PAGE, DOCUMENT}, Service.COPYING),
    Use.INFORMATION: (Leaves.WORDS, set(), [PDF], set(), Service.INFORMATION),
}


def test_whatever_sets_a_use_apart_is_decided_below():
    decided = {"use", "leaves", "service", "needs_card", "is_signed", "chooses_pages", "formats", "fee_units"}

    assert {each.name for each in dataclasses.fields(UseRules)} == decided


@pytest.mark.parametrize("use", Use)
def test_each_use_is_as_it_was_decided(use):
    rules = USES[use]
    has = {CARD: rules.needs_card, SIGNED: rules.is_signed, PAGES: rules.chooses_pages}
    apart = {name for name, is_so in has.items() if is_so}

    assert (rules.leaves, apart, list(rules.formats), set(rules.fee_units), rules.service) == DECIDED[use]


@pytest.mark.parametrize("use", [use for use, rules in USES.items() if rules.may_cost])
def test_a_fee_is_entered_only_for_what_may_be_asked_and_charged(db, use):
    rules = USES[use]
    for form, unit in itertools.product(CopyFormat, FeeUnit):
        fee = Fee(name="Phí", use=use, copy_format=form, unit=unit, amount=500, valid_from=timezone.localdate())
        if form in rules.formats and unit in rules.fee_units:
            fee.full_clean()
        else:
            with pytest.raises(ValidationError):
                fee.full_clean()


def test_a_fee_for_what_costs_nothing_is_refused(db):
    fee = Fee(name="Phí", use=Use.ONLINE, copy_format="pdf", unit="page", amount=500, valid_from=timezone.localdate())

    with pytest.raises(ValidationError) as wrong:
        fee.full_clean()

    assert set(wrong.value.message_dict) == {"use"}


@pytest.mark.parametrize("chosen", ["pdf", "paper", "", "fax"])
@pytest.mark.parametrize("use", [use for use, rules in USES.items() if rules.is_copy])
def test_a_request_never_has_a_format_that_its_use_has_not(use, chosen, volume, researcher, give_card):
    give_card(researcher)

    asked = ask(volume, by=researcher, at=NOON, use=use, copy_format=chosen)

    formats = USES[use].formats
    assert asked.copy_format == (chosen if chosen in formats else formats[0])
