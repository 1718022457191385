"""Fees and the account that they are paid to: what one officer asks for happens when another confirms it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_noop

from catalog.events.log import actor_of, record_event
from catalog.vocabulary import EventKind
from portal.accounts.models import User
from portal.reading_room.fees import notices
from portal.reading_room.fees.models import Fee, FeeReduction, MoneyChange
from portal.reading_room.fees.vocabulary import ChangeState, MoneyTable
from portal.reading_room.rules import roles
from portal.reading_room.rules.errors import NotAllowedNow, NotYours
from portal.reading_room.rules.models.room import MONEY, RoomRules

EVENT_KEY = "money"


TABLES: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    MoneyTable.ACCOUNT: (RoomRules, MONEY),
    MoneyTable.FEE: (
        Fee,
        (
            "name",
            "name_en",
            "use",
            "copy_format",
            "unit",
            "amount",
            "valid_from",
            "valid_to",
            "basis",
        ),
    ),
    MoneyTable.REDUCTION: (
        FeeReduction,
        ("fee_class", "percent", "valid_from", "valid_to", "basis"),
    ),
}


@transaction.atomic
def ask(table: str, row: int | None, values: Mapping[str, Any] | None, *, by: User, at: datetime) -> MoneyChange:
    """Ask for a row to be written with these values, or (``None``) to go; nothing changes before it is confirmed.

    Raises ``NotAllowedNow`` where nothing would change, or a change of the same row waits already.
    """
    roles.check_is_officer(by)
    if table == MoneyTable.ACCOUNT and (row is None or values is None):
        raise NotAllowedNow(gettext_noop("There is one account."))
    waiting = MoneyChange.objects.filter(table=table, state=ChangeState.WAITING)
    if row is not None and waiting.filter(row=row).exists():
        raise NotAllowedNow(gettext_noop("A change of this row waits already."))
    before = _values(table, row)
    if row is not None and not before:
        raise NotAllowedNow(gettext_noop("What was to be changed is another by now."))
    after = {} if values is None else _plain(values)
    if before == after:
        raise NotAllowedNow(gettext_noop("Nothing would change."))
    change = MoneyChange.objects.create(table=table, row=row, before=before, after=after, asked_by=by, asked_at=at)
    transaction.on_commit(lambda: notices.tell_director(change))
    return change


@transaction.atomic
def confirm(change: MoneyChange, *, by: User, at: datetime) -> MoneyChange:
    """Carry out a change that another officer has asked for, with its event and a word to the director.

    Raises ``NotYours`` for who asked, ``NotAllowedNow`` where it is decided, the row is another by now, or the rules
    of the table do not permit any more what was asked for.
    """
    change = _decide(change, ChangeState.CONFIRMED, by=by, at=at)
    # whose word was lost with the account cannot be told from this officer's own
    if change.asked_by_id is None:
        raise NotYours(gettext_noop("Who asked for this change is not known any more."))
    roles.check_second_pair(by, change.asked_by_id)
    is_missing = change.row is not None and not change.before
    if is_missing or _values(change.table, change.row, lock=True) != change.before:
        raise NotAllowedNow(gettext_noop("What was to be changed is another by now."))
    # a change of the director's own address is told to the one who hears of changes until then
    told = notices.directors()
    _write(change)
    record_event(
        EventKind.MONEY,
        EVENT_KEY,
        by=by,
        at=at,
        table=change.table,
        row=change.row,
        before=change.before,
        after=change.after,
        asked_by=actor_of(change.asked_by),
    )
    transaction.on_commit(lambda: notices.tell_director(change, also=told))
    return change


@transaction.atomic
def refuse(change: MoneyChange, *, by: User, at: datetime) -> MoneyChange:
    """Drop a change; who asked for it may do so, too. The director is told, as of the asking."""
    change = _decide(change, ChangeState.REFUSED, by=by, at=at)
    transaction.on_commit(lambda: notices.tell_director(change))
    return change


def _decide(change: MoneyChange, state: ChangeState, *, by: User, at: datetime) -> MoneyChange:
    roles.check_is_officer(by)
    change = MoneyChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.state != ChangeState.WAITING:
        raise NotAllowedNow(gettext_noop("This change is decided already."))
    change.state, change.decided_by, change.decided_at = state, by, at
    change.save(update_fields=["state", "decided_by", "decided_at"])
    return change


def _write(change: MoneyChange) -> None:
    model, names = TABLES[change.table]
    rows = model._default_manager.filter(pk=change.row)
    if not change.after:
        rows.delete()
        return
    row = model() if change.row is None else rows.get()
    for name, value in _python(model, change.after).items():
        setattr(row, name, value)
    try:
        row.full_clean(exclude={field.name for field in model._meta.concrete_fields} - set(names))
    except ValidationError as wrong:
        raise NotAllowedNow(
            gettext_noop("What was asked for does not hold any more ({why}): drop it, and ask for it anew."),
            why=_in_words(model, wrong),
        ) from wrong
    row.save(force_insert=row.pk is None, update_fields=None if row.pk is None else names)
    if change.row is None:
        change.row = row.pk
        change.save(update_fields=["row"])


def _in_words(model: type[models.Model], wrong: ValidationError) -> str:
    """What is wrong with which fields, as people call them."""
    names = {field.name: f"{field.verbose_name}: " for field in model._meta.concrete_fields}
    return " ".join(f"{names.get(name, '')}{' '.join(said)}" for name, said in wrong.message_dict.items())


def _values(table: str, row: int | None, *, lock: bool = False) -> dict:
    """What a row says now; nothing where there is none."""
    model, names = TABLES[table]
    rows = model._default_manager.filter(pk=row)
    found = (rows.select_for_update() if lock else rows).values(*names).first()
    return _plain(found) if found else {}


def _plain(values: Mapping[str, Any]) -> dict:
    return json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))


def _python(model: type[models.Model], values: Mapping[str, Any]) -> dict:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(said) for name, said in values.items()}
