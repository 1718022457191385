"""Days, seasons and recordings: lists and forms as Wagtail makes them."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from exhibitions.models import (
    Day,
    Recording,
    Season,
)


class DayDeleteView(DeleteView):
    """A day that exhibitions opened for is part of their history and stays."""

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("Exhibitions open or have opened for this day; it cannot be deleted."),
            )
            return redirect(self.get_success_url())


class DayViewSet(SnippetViewSet):
    delete_view_class = DayDeleteView
    model = Day
    icon = "date"
    menu_label = gettext_lazy("Days of the calendar")
    list_display = ["name", "name_en", "day", "month", "get_calendar_display", "get_kind_display"]
    list_filter = ["calendar", "kind", "mood"]
    list_per_page = 60
    search_fields = ["name", "name_en"]
    search_backend_name = None
    inspect_view_enabled = False
    copy_view_enabled = False


class SeasonViewSet(SnippetViewSet):
    model = Season
    icon = "view"
    menu_label = gettext_lazy("Seasons of themes")
    list_display = ["theme", "day", "begins_before", "lasts_after"]
    copy_view_enabled = False


class RecordingViewSet(SnippetViewSet):
    model = Recording
    icon = "media"
    menu_label = gettext_lazy("Recordings")
    list_display = ["title", "title_en", "credit"]
    search_fields = ["title", "title_en"]
    search_backend_name = None
    copy_view_enabled = False
