"""Short ways to the middle of a request's life, through the verbs that the pages use."""

from portal.reading_room.models import AccessRequest
from portal.reading_room.requests.actions import asking, decisions
from portal.reading_room.requests.actions.asking import Wish

WORDS = "Tôi cần xác nhận quá trình công tác của cha tôi."


def ask(record, *, by, at, use="online", purpose="01", purpose_text=WORDS, **more) -> AccessRequest:
    """Send a dossier of one request."""
    fee_class = more.pop("fee_class", "10")
    dossier = asking.submit(
        [Wish(record, use, **more)], by=by, purpose=purpose, purpose_text=purpose_text, at=at, fee_class=fee_class
    )
    return dossier.requests.get()


def approve(access_request, *, first, second, at, **more) -> AccessRequest:
    """Two officers say yes: one screens, the other decides."""
    decisions.screen(access_request, by=first, at=at)
    return decisions.approve(access_request, by=second, at=at, **more)
