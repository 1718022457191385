"""What sets each use apart was decided for every one of them: a new use is decided here as well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.reading_room.models import AccessRequest, Fee
from portal.reading_room.requests.actions import decisions, following
from portal.reading_room.rules.uses import USES, Leaves
from portal.reading_room.rules.vocabulary import CopyFormat, FeeUnit, Use
from tests.factories import make_record
from tests.reading_room.asking import approve, ask

CARD, SIGNED, PAGES, FEE = "needs a card", "is signed", "chooses pages", "may cost something"
DECIDED = {
    Use.ONLINE: (Leaves.SCREEN, set()),
    Use.ROOM: (Leaves.PAPER, {CARD}),
    Use.COPY: (Leaves.COPY, {PAGES, FEE}),
    Use.AUTHENTICATED: (Leaves.COPY, {CARD, SIGNED, PAGES, FEE}),
    Use.PACKAGE: (Leaves.COPY, {CARD, SIGNED, FEE}),
    Use.INFORMATION: (Leaves.WORDS, set()),
}


@pytest.mark.parametrize("use", Use)
def test_each_use_is_as_it_was_decided(use):
    rules = USES[use]
    has = {CARD: rules.needs_card, SIGNED: rules.is_signed, PAGES: rules.chooses_pages, FEE: bool(rules.fee_units)}

    assert (rules.leaves, {name for name, is_so in has.items() if is_so}) == DECIDED[use]


@pytest.mark.parametrize("use", [use for use, (_leaves, has) in DECIDED.items() if FEE in has])
@pytest.mark.parametrize("unit", FeeUnit)
def test_every_use_with_a_fee_is_paid_for_by_each_of_its_units(use, unit, volume, researcher, officer, certificate):
    since = timezone.localdate() - timedelta(days=9)
    Fee.objects.create(name="Phí", use=use, copy_format="pdf", unit=unit, amount=500, valid_from=since)
    if USES[use].needs_card:
        from portal.reading_room.cards import actions as cards

        cards.apply(
            reader=researcher,
            kind="citizen",
            number="079123456789",
            phone="",
            purpose="01",
            purpose_text="x",
            at=timezone.now(),
        )

    quoted = decisions.approve(ask(volume, by=researcher, at=timezone.now(), use=use), by=officer, at=timezone.now())

    assert (quoted.state, quoted.bill.total) == ("quoted", 1500 if unit == FeeUnit.PAGE else 500)


def test_what_is_ready_ends_by_its_own_clock_whatever_the_use_and_the_format(
    record, volume, researcher, officer, second_officer, room, give_card, certificate
):
    """Whatever waits for its reader has a day after which it waits no more, and is then over for the reader too."""
    from portal.reading_room.copies import actions as copies
    from portal.reading_room.loans import actions as loans

    now, ready = timezone.now(), []
    give_card(researcher, at=now)
    for use, rules in USES.items():
        if rules.is_copy:
            for form in rules.formats:
                asked = ask(volume, by=researcher, at=now, use=use, copy_format=form)
                ready.append(copies.make(decisions.approve(asked, by=officer, at=now), by=officer, at=now))
        elif rules.is_lent:
            paper = make_record(record, title="Sổ giấy", paper_file_code="Hộp 7")
            asked = decisions.approve(ask(paper, by=researcher, at=now, use=use), by=officer, at=now)
            loans.fetch(asked.retrieval, by=officer, at=now)
            ready.append(asked)
        elif rules.is_read_online:
            guarded = make_record(record, title="Có điều kiện", access="on_request")
            asked = ask(guarded, by=researcher, at=now, use=use)
            ready.append(approve(asked, first=officer, second=second_officer, at=now, until=now + timedelta(days=9)))
    waiting = AccessRequest.objects.filter(pk__in=[each.pk for each in ready])

    assert {each.use for each in ready} == set(Use) - {Use.INFORMATION}
    assert {each.copy_format for each in ready} == set(CopyFormat)
    assert not following.terms_over(waiting, at=now).exists()
    assert set(following.terms_over(waiting, at=now + timedelta(days=60))) == set(waiting)
