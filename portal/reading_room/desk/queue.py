"""The queue of requests: what is due first, what is looked for, the same step for many."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.reading_room.desk.steps.desk_steps import FOR_MANY
from portal.reading_room.requests.actions import decisions
from portal.reading_room.requests.forms.deciding import DecisionForm
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.states import ON_THE_CLOCK, WAITING
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.rules.desk import problem_with
from portal.reading_room.rules.errors import NOT_THIS_STEP
from portal.reading_room.rules.vocabulary import Reason

ROWS = 25
BULK = 100


class Queue:
    """The pages of the desk that show many requests."""

    def queue(self, request) -> HttpResponse:
        self.check(request)
        state = request.GET.get("state", State.SUBMITTED)
        is_mine = request.GET.get("mine") == "1"
        rows = AccessRequest.objects.select_related("record", "researcher", "assigned_to", "dossier")
        if state in State.values:
            # what is due first stands first; what is done, last first
            order = F("due_on").asc(nulls_first=True) if state in ON_THE_CLOCK else F("decided_at").desc()
            wishes = F("extension_asked_at").asc(nulls_last=True)
            rows = rows.filter(state=state).order_by(wishes, order, "submitted_at")
        if is_mine:
            rows = rows.filter(assigned_to=request.user)
        if sought := request.GET.get("q", "").strip()[:80]:
            state, rows = (
                "",
                rows.model.objects.select_related("record", "researcher", "assigned_to", "dossier")
                .filter(_named(sought))
                .order_by("-submitted_at"),
            )
        counts = dict(AccessRequest.objects.order_by().values_list("state").annotate(n=Count("pk")))
        context = {
            "page": Paginator(rows, ROWS).get_page(request.GET.get("p")),
            "states": [(value, label, counts.get(value, 0)) for value, label in State.choices],
            "state": state,
            "is_mine": is_mine,
            "sought": sought,
            "has_clock": state in ON_THE_CLOCK,
            "bulk_steps": _bulk_steps(state),
            "reasons": Reason.choices,
            "today": timezone.localdate(),
            "viewset": self,
        }
        return render(request, "reading_room/desk/queue.html", context)

    def bulk(self, request) -> HttpResponse:
        """The same step for many requests; each is taken or refused by the rules on its own."""
        self.check(request)
        deed = self._bulk_deed(request)
        # as many digits as a key may have; more would be no number that the database knows
        typed = request.POST.getlist("pk")
        chosen = [pk for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19][:BULK]
        if deed is None or not chosen:
            messages.error(request, _("Choose requests and a step; a refusal needs a reason and words."))
            return redirect(reverse("requests:index"))
        done, problems = 0, []
        for each in AccessRequest.objects.filter(pk__in=chosen).select_related("record"):
            is_offered = request.POST["deed"] in dict(_bulk_steps(each.state))
            problem = problem_with(lambda one=each: deed(one)) if is_offered else _(NOT_THIS_STEP)
            done += not problem
            if problem:
                problems.append(f"{each.pk}: {problem}")
        if done:
            messages.success(request, _("Done for %(n)s requests.") % {"n": done})
        for problem in problems[:10]:
            messages.error(request, problem)
        return redirect(f"{reverse('requests:index')}?state={request.POST.get('state', '')}")

    @staticmethod
    def _bulk_deed(request) -> Callable | None:
        who = {"by": request.user, "at": timezone.now()}
        reason, reply = request.POST.get("reason", ""), request.POST.get("reply", "").strip()[:2000]
        form = DecisionForm({"decision": "approve", "until": request.POST.get("until", "")})
        may_open = form.is_valid()
        deeds = {
            "screen": lambda one: decisions.screen(one, **who),
            "mine": lambda one: decisions.assign(one, to=request.user, by=request.user),
            "refuse": (lambda one: decisions.refuse(one, reason=reason, reply=reply, **who))
            if reason in Reason.values and reply and "\x00" not in reply
            else None,
            "approve": lambda one: decisions.approve(one, until=form.ends_at if may_open else None, **who),
        }
        return deeds.get(request.POST.get("deed", ""))


def _bulk_steps(state: str) -> list[tuple[str, str]]:
    """The steps that many requests in a state can take at once; none where nothing is to be decided any more."""
    if state not in WAITING:
        return []
    steps = [(step.name, str(step.button)) for step in FOR_MANY if any(state == start for start, _end in step.moves)]
    return [("mine", _("Assign to me")), *steps]


def _named(sought: str) -> Q:
    """What an officer types to find a request: a dossier's number, the words of a transfer, a code, a reader's name."""
    number = re.fullmatch(r"(?:TT\s*|\d{4}/)?0*(\d{1,9})", sought, re.IGNORECASE)
    if number and sought.upper().startswith("TT"):
        return Q(bill_id=int(number[1]))
    if number:
        return Q(dossier_id=int(number[1])) | Q(pk=int(number[1]))
    return Q(record__reference_code__icontains=sought) | Q(researcher__full_name__icontains=sought)
