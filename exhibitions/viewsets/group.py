"""The curator's entry in the menu."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from exhibitions.viewsets.five_years import CalendarViewSet
from exhibitions.viewsets.nouns import DayViewSet, RecordingViewSet, SeasonViewSet
from exhibitions.viewsets.visits import VisitsViewSet
from exhibitions.viewsets.watch import WatchViewSet


class CuratorsDesk(ViewSetGroup):
    menu_label = gettext_lazy("Exhibitions")
    menu_icon = "image"
    menu_order = 250
    items = (
        CalendarViewSet,
        WatchViewSet,
        VisitsViewSet,
        DayViewSet,
        RecordingViewSet,
        SeasonViewSet,
    )
