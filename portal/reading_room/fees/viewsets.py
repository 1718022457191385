"""The desk for fees and the account: what is, what is asked for, and who confirms it."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.desk.viewset import DeskViewSet
from portal.reading_room.fees import actions as fee_changes
from portal.reading_room.fees.forms import form_for
from portal.reading_room.fees.models import Fee, FeeReduction, MoneyChange
from portal.reading_room.fees.notices import differences
from portal.reading_room.fees.vocabulary import ChangeState, MoneyTable
from portal.reading_room.rules import roles
from portal.reading_room.rules.desk import carry_out
from portal.reading_room.rules.models import RoomRules

SHOWN = 50


class MoneyViewSet(DeskViewSet):
    permission = roles.DECIDE
    name = "money"
    url_prefix = "money"
    icon = "tag"
    menu_label = gettext_lazy("Fees and account")
    menu_order = 124

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index, name="index"),
            path("<slug:table>/new/", self.edit, name="new"),
            path("<slug:table>/<int:row>/", self.edit, name="edit"),
            path("<slug:table>/<int:row>/remove/", require_POST(self.remove), name="remove"),
            path("change/<int:pk>/confirm/", require_POST(self.confirm), name="confirm"),
            path("change/<int:pk>/refuse/", require_POST(self.refuse), name="refuse"),
        ]

    def index(self, request) -> HttpResponse:
        """What holds, what waits for a second officer, and what was decided last."""
        self.check(request)
        changes = MoneyChange.objects.select_related("asked_by", "decided_by")
        waiting = changes.filter(state=ChangeState.WAITING)
        decided = changes.exclude(state=ChangeState.WAITING).order_by("-decided_at")[:SHOWN]
        context = {
            "waiting": [{"change": each, "rows": differences(each)} for each in waiting],
            "decided": [{"change": each, "rows": differences(each)} for each in decided],
            "rules": RoomRules.load(),
            "fees": Fee.objects.all(),
            "reductions": FeeReduction.objects.all(),
        }
        return render(request, "reading_room/desk/money.html", context)

    def edit(self, request, table, row=None) -> HttpResponse:
        """Ask for a row to be written; the form checks what is asked for."""
        self.check(request)
        model = self._table(table)
        if model is RoomRules and row is None:
            raise Http404("There is one account.")
        found = get_object_or_404(model, pk=row) if row is not None else None
        waiting = MoneyChange.objects.filter(table=table, row=row, state=ChangeState.WAITING)
        if row is not None and waiting.exists():
            messages.info(
                request,
                _("A change of this waits already: confirm or drop it before you ask for another."),
            )
            return redirect(reverse("money:index"))
        form = form_for(table)(request.POST or None, instance=found)
        if request.method == "POST" and form.is_valid():
            self._ask(request, table, row, form.cleaned_data)
            return redirect(reverse("money:index"))
        context = {"form": form, "title": MoneyTable(table).label, "is_new": found is None}
        return render(request, "reading_room/desk/money_form.html", context)

    def remove(self, request, table, row) -> HttpResponse:
        """Ask for a fee or a reduction to go."""
        self.check(request)
        if self._table(table) is RoomRules:
            raise Http404("The account stays.")
        self._ask(request, table, row, None)
        return redirect(reverse("money:index"))

    def confirm(self, request, pk) -> HttpResponse:
        return self._decide(request, pk, fee_changes.confirm, _("The change is made; the director is told."))

    def refuse(self, request, pk) -> HttpResponse:
        return self._decide(request, pk, fee_changes.refuse, _("The change is dropped."))

    @staticmethod
    def _ask(request, table: str, row: int | None, values) -> None:
        done = _("Asked for. It holds once another officer confirms it; the director is told.")
        carry_out(
            request,
            lambda: fee_changes.ask(table, row, values, by=request.user, at=timezone.now()),
            done,
        )

    def _decide(self, request, pk: int, verb, done: str) -> HttpResponse:
        self.check(request)
        change = get_object_or_404(MoneyChange, pk=pk)
        carry_out(request, lambda: verb(change, by=request.user, at=timezone.now()), done)
        return redirect(reverse("money:index"))

    @staticmethod
    def _table(table: str) -> type[Model]:
        if table not in MoneyTable.values:
            raise Http404("No such table.")
        return fee_changes.TABLES[table][0]
