"""Every use, state and occasion has its sentence: a reader is never sent a greeting and nothing else."""

import itertools

import pytest
from django.utils import translation

from portal.reading_room.models import AccessRequest, Dossier
from portal.reading_room.requests.sentences import MAIL, PAGE, told_in_mail, told_on_page
from portal.reading_room.requests.states import STATES
from portal.reading_room.requests.vocabulary import STEPS, NoticeKind, State
from portal.reading_room.rules.uses import USES
from portal.reading_room.rules.vocabulary import Use


def lives(use: Use) -> list[State]:
    return [state for state in State if USES[use].leaves in STATES[state].leaves]


def test_every_use_and_every_state_is_described():
    assert set(USES) == set(Use)
    assert set(STATES) == set(State) == set(PAGE)
    assert set(MAIL) == set(NoticeKind)
    assert set(itertools.chain(*STEPS)) == set(State)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("use", Use)
def test_every_use_has_a_sentence_in_each_state_and_on_each_occasion(use, language):
    access_request = AccessRequest(use=use, reason="fragile", dossier=Dossier())

    with translation.override(language):
        for state in lives(use):
            access_request.state = state
            assert len(told_on_page(access_request)) > 7
        occasions = {NoticeKind(state) for state in lives(use) if state in NoticeKind.values}
        for occasion in occasions | {NoticeKind.TAKEN_BACK, NoticeKind.OPENED}:
            assert len(told_in_mail(access_request, occasion)) > 15
