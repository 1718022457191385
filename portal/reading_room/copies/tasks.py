"""The worker makes copies: drawing and signing a long document takes longer than a page should."""

from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django_tasks import task

from portal.reading_room.copies import actions as copies
from portal.reading_room.requests.actions.locking import say
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import WordKind
from portal.reading_room.rules.errors import REFUSALS, in_words


@task()
def make_copy(pk: int, officer_pk: int) -> None:
    """Make the copy in an officer's name; what is in the way is noted on the request, where officers look."""
    access_request = AccessRequest.objects.get(pk=pk)
    officer = get_user_model().objects.get(pk=officer_pk)
    at = timezone.now()
    try:
        copies.make(access_request, by=officer, at=at)
    except REFUSALS as wrong:
        with translation.override("vi"):
            words = translation.gettext("The copy could not be made: %(why)s") % {"why": in_words(wrong)}
        say(access_request, WordKind.NOTE, words, by=None, at=at)
