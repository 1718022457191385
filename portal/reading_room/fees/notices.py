"""The director is told of every change of fees and account."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils import translation
from django_tasks import task

from portal.reading_room.fees.models import Fee, FeeReduction, MoneyChange
from portal.reading_room.rules.mail import send
from portal.reading_room.rules.models import RoomRules


def tell_director(change: MoneyChange, *, also: list[str] | None = None) -> None:
    mail_director.enqueue(change.pk, str(change.state), sorted({*directors(), *(also or ())}))


def directors() -> list[str]:
    """Who hears of changes of fees and account: the director, or where none is named the administrators."""
    named = RoomRules.load().director_email
    if named:
        return [named]
    users = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return [each for each in users.values_list("email", flat=True) if each]


@task()
def mail_director(pk: int, occasion: str, to: list[str]) -> None:
    """Tell the director that fees or the account are to change, have changed, or do not: from what to what, and who."""
    change = MoneyChange.objects.select_related("asked_by", "decided_by").get(pk=pk)
    with translation.override("vi"):
        for each in to:
            send(
                "money",
                [each],
                {"change": change, "occasion": occasion, "rows": differences(change)},
            )


def differences(change: MoneyChange) -> list[dict]:
    """The fields that a change touches, with what they are called, were and become."""
    tables: dict[str, type[Model]] = {"account": RoomRules, "fee": Fee, "reduction": FeeReduction}
    names = change.after or change.before
    fields = [field for field in tables[change.table]._meta.concrete_fields if field.name in names]
    rows = [
        {
            "label": field.verbose_name,
            "before": _shown(field, change.before.get(field.name)),
            "after": _shown(field, change.after.get(field.name)),
        }
        for field in fields
    ]
    return [row for row in rows if row["before"] != row["after"]]


def _shown(field: Any, value: Any) -> str:
    return "" if value is None else str(dict(field.flatchoices or ()).get(value, value))
