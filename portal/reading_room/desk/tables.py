"""The tables that an archive keeps itself: terms, seats, hours, grounds, absences. Fees are under ``money``."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.reading_room.loans.models import Absence
from portal.reading_room.rules.models import KeepingTerm, RefusalGround, ServiceTerm
from portal.reading_room.visits.models import OpeningHours, Seat


class _Table(SnippetViewSet):
    """What all these tables share: few rows, no search index, no copies."""

    search_backend_name = None
    inspect_view_enabled = False
    copy_view_enabled = False


class TermViewSet(_Table):
    model = ServiceTerm
    icon = "time"
    menu_label = _("Terms of services")
    list_display = ["service", "working_days", "valid_from", "basis"]


class KeepingViewSet(_Table):
    model = KeepingTerm
    icon = "history"
    menu_label = _("Terms of keeping")
    list_display = ["kept", "days", "basis"]


class SeatViewSet(_Table):
    model = Seat
    icon = "desktop"
    menu_label = _("Seats")
    list_display = ["label", "kind", "in_service"]


class HoursViewSet(_Table):
    model = OpeningHours
    icon = "calendar"
    menu_label = _("Opening hours")
    list_display = ["weekday", "part", "opens", "closes", "valid_from", "valid_to"]


class GroundViewSet(_Table):
    model = RefusalGround
    icon = "warning"
    menu_label = _("Grounds of refusal")
    list_display = ["reason", "basis", "valid_from"]


class AbsenceViewSet(_Table):
    model = Absence
    icon = "cross"
    menu_label = _("Absences from the shelf")
    list_display = ["record", "kind", "since", "until"]


class TablesGroup(SnippetViewSetGroup):
    """One entry of the menu for all tables."""

    items = (
        AbsenceViewSet,
        SeatViewSet,
        HoursViewSet,
        TermViewSet,
        GroundViewSet,
        KeepingViewSet,
    )
    menu_icon = "table"
    menu_label = _("Tables of the reading room")
    menu_order = 125
