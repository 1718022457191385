"""Puts the officers' desk into Wagtail, and first steps by role on its home."""

from django.template.loader import render_to_string
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from portal.reading_room.cards.viewsets import CardViewSet
from portal.reading_room.desk.loans import LoanViewSet
from portal.reading_room.desk.requests import RequestViewSet
from portal.reading_room.desk.tables import TablesGroup
from portal.reading_room.fees.models import MoneyChange
from portal.reading_room.fees.viewsets import MoneyViewSet
from portal.reading_room.fees.vocabulary import ChangeState
from portal.reading_room.registers.viewsets import RegisterViewSet
from portal.reading_room.requests.models import AccessRequest
from portal.reading_room.requests.vocabulary import State
from portal.reading_room.visits.viewsets import VisitViewSet

register_snippet(TablesGroup)


class YourWork(Component):
    """What waits, and the doors to each role's work."""

    order = 10

    def render_html(self, parent_context=None) -> str:
        waiting = AccessRequest.objects.filter(state=State.SUBMITTED).count()
        request = (parent_context or {}).get("request")
        changes = MoneyChange.objects.filter(state=ChangeState.WAITING)
        if request is not None:
            changes = changes.exclude(asked_by=request.user)
        context = {"waiting": waiting, "changes": changes.count()}
        return render_to_string("reading_room/desk/home_panel.html", context, request=request)


@hooks.register("register_admin_viewset")
def register_desk() -> list[ViewSet]:
    return [
        RequestViewSet(),
        CardViewSet(),
        LoanViewSet(),
        VisitViewSet(),
        RegisterViewSet(),
        MoneyViewSet(),
    ]


@hooks.register("construct_homepage_panels")
def put_work_first(request, panels) -> None:
    panels.insert(0, YourWork())
