"""Figures of a period."""

from django.db.models import Avg, Count, F, Q

from portal.reading_room.requests.models import AccessRequest, Survey
from portal.reading_room.requests.states import YES
from portal.reading_room.requests.vocabulary import State


def figures(first, last) -> dict:
    """Figures of a period: how many asked, how it ended, how many were in time, and what readers say."""
    sent = AccessRequest.objects.filter(submitted_at__date__gte=first, submitted_at__date__lte=last)
    said = Survey.objects.filter(answered_at__date__gte=first, answered_at__date__lte=last)
    return {
        **sent.aggregate(
            all=Count("pk"),
            yes=Count("pk", filter=Q(state__in=YES)),
            no=Count("pk", filter=Q(state=State.REFUSED)),
            late=Count("pk", filter=Q(decided_at__date__gt=F("decision_due_on"))),
        ),
        "said": said.aggregate(n=Count("pk"), found=Avg("found"), in_time=Avg("in_time"), served=Avg("served")),
        "words": said.exclude(words="")[:10],
    }
