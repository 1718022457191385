"""What a reader is told of a request: in mail, for each occasion, and on its page, for each state.

What depends on how a thing leaves the house has one entry for each way; a test walks them all. No sentence names the
use: the message and the page do that above it, so that a new use of an old way needs no sentence.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import NoticeKind, State
from portal.reading_room.rules.uses import Leaves

if TYPE_CHECKING:
    from portal.reading_room.copies.models import FinishedCopy

Sentence = Callable[[AccessRequest], str]


def told_in_mail(access_request: AccessRequest, occasion: NoticeKind) -> str:
    """The sentence of a message, in the language that is active. Raises ``KeyError`` for an occasion that has none."""
    return MAIL[occasion](access_request)


def told_on_page(access_request: AccessRequest) -> str:
    """Where the request stands and what comes next, for the reader who looks at it."""
    return PAGE[State(access_request.state)](access_request)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def _last_day(access_request: AccessRequest) -> str:
    return _day(access_request.grant.last_day if access_request.grant else None)


def _file_of(access_request: AccessRequest) -> "FinishedCopy | None":
    """The file that was laid ready, also where its term has just ended; none where it is handed over at the counter."""
    return None if access_request.waits_at_counter else getattr(access_request, "finished_copy", None)


# -- mail ------------------------------------------------------------------------------------------


def _approved(access_request: AccessRequest) -> str:
    return _("Your request was approved. The document is open to you until the end of %(until)s.") % {
        "until": _last_day(access_request)
    }


def _extended(access_request: AccessRequest) -> str:
    return _("You have more time: the document is open to you until the end of %(until)s.") % {
        "until": _last_day(access_request)
    }


def _question(access_request: AccessRequest) -> str:
    return _(
        "The reading room has a question about your request. Please read it on the site and answer by %(due)s."
    ) % {"due": _day(access_request.due_on)}


def _quoted(access_request: AccessRequest) -> str:
    return _(
        "Your request was approved. Please look at the fee on the site and pay it by %(due)s; it is made after that."
    ) % {"due": _day(access_request.due_on)}


def _paper_is_ready(access_request: AccessRequest) -> str:
    return _("The paper is ready for you in the reading room. Please bring your citizen card or passport.")


def _copy_is_ready(access_request: AccessRequest) -> str:
    if file := _file_of(access_request):
        return _("It is ready. Sign in and fetch it until %(until)s.") % {"until": _moment(file.ends_at)}
    return _("It is ready at the counter. Please bring your citizen card or passport.")


def _answered(access_request: AccessRequest) -> str:
    return _("The reading room has answered your question.")


def _done(access_request: AccessRequest) -> str:
    return _("Your request is done. Three short questions wait on its page; your answers help us.")


READY_IN_MAIL: dict[Leaves, Sentence] = {Leaves.PAPER: _paper_is_ready, Leaves.COPY: _copy_is_ready}
CLOSED_IN_MAIL: dict[Leaves, Sentence] = {
    Leaves.SCREEN: _done,
    Leaves.PAPER: _done,
    Leaves.COPY: _done,
    Leaves.WORDS: _answered,
}
MAIL: dict[NoticeKind, Sentence] = {
    NoticeKind.NEEDS_INFO: _question,
    NoticeKind.QUOTED: _quoted,
    NoticeKind.PREPARING: lambda _request: _(
        "Your request was approved and is being prepared. You are told when it is ready."
    ),
    NoticeKind.READY: lambda request: READY_IN_MAIL[request.use_rules.leaves](request),
    NoticeKind.APPROVED: _approved,
    NoticeKind.CLOSED: lambda request: CLOSED_IN_MAIL[request.use_rules.leaves](request),
    NoticeKind.REFUSED: lambda request: _("Your request was refused.") + f" {request.get_reason_display()}",
    NoticeKind.CANCELLED: lambda _request: _("Your request was cancelled: the term for paying or fetching has ended."),
    NoticeKind.REVOKED: lambda _request: _("Your request was ended: the document is no longer served."),
    NoticeKind.TAKEN_BACK: lambda _request: _("The archive has ended your access to the document."),
    NoticeKind.OPENED: lambda _request: _("The document has been opened to everyone; you need no permission any more."),
    NoticeKind.EXTENDED: _extended,
    NoticeKind.NOT_EXTENDED: lambda _request: _("The reading room could not give you more time."),
}


# -- the page of a request -------------------------------------------------------------------------


def _archives_turn(access_request: AccessRequest) -> str:
    if access_request.due_on is None:
        return _("It is the reading room's turn.")
    return _("It is the reading room's turn: an officer decides by %(due)s.") % {"due": _day(access_request.due_on)}


def _readers_turn(access_request: AccessRequest) -> str:
    return _("It is your turn: please answer by %(due)s. The reading room's clock stands still until then.") % {
        "due": _day(access_request.due_on)
    }


def _to_pay(access_request: AccessRequest) -> str:
    return _("It is your turn: please look at the fee and pay it by %(due)s. It is made after that.") % {
        "due": _day(access_request.due_on)
    }


def _preparing(access_request: AccessRequest) -> str:
    what = PREPARING_ON_PAGE[access_request.use_rules.leaves](access_request)
    if access_request.due_on is None:
        return what
    return f"{what} " + _("It is to be ready by %(due)s.") % {"due": _day(access_request.due_on)}


def _copy_waits(access_request: AccessRequest) -> str:
    if file := _file_of(access_request):
        return _("It is ready: fetch it until %(until)s.") % {"until": _moment(file.ends_at)}
    return _("It is ready at the counter. Please bring your citizen card or passport.")


def _in_hands(access_request: AccessRequest) -> str:
    loan = getattr(access_request, "loan", None)
    return _("The file is in your hands in the reading room, until %(due)s at the latest.") % {
        "due": _day(loan.due_on if loan else None)
    }


def _open_until(access_request: AccessRequest) -> str:
    grant = access_request.grant
    if grant is None:
        return str(access_request.get_state_display())
    how = _("with a download") if grant.may_download else _("to be read in the viewer")
    return _("Open to you until the end of %(until)s") % {"until": _last_day(access_request)} + f"; {how}."


def _cancelled(access_request: AccessRequest) -> str:
    if access_request.bill and not access_request.bill.paid_at:
        return _("It was cancelled: you took it back, or the fee was not paid in time.")
    return _("It was cancelled.")


PREPARING_ON_PAGE: dict[Leaves, Sentence] = {
    Leaves.PAPER: lambda _request: _("The paper is being fetched from the stack."),
    Leaves.COPY: lambda _request: _("It is being made."),
}
READY_ON_PAGE: dict[Leaves, Sentence] = {Leaves.PAPER: _paper_is_ready, Leaves.COPY: _copy_waits}
PAGE: dict[State, Sentence] = {
    State.SUBMITTED: _archives_turn,
    State.NEEDS_INFO: _readers_turn,
    State.SCREENED: _archives_turn,
    State.CONSULTING: _archives_turn,
    State.QUOTED: _to_pay,
    State.PREPARING: _preparing,
    State.READY: lambda request: READY_ON_PAGE[request.use_rules.leaves](request),
    State.IN_USE: _in_hands,
    State.APPROVED: _open_until,
    State.CLOSED: lambda _request: _("It is done."),
    State.REFUSED: lambda request: _("The reading room refused it.") + f" {request.get_reason_display()}",
    State.CANCELLED: _cancelled,
    State.REVOKED: lambda _request: _("The archive ended it: the document is no longer served."),
}
