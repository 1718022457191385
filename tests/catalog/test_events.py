"""The event log is only ever added to; the database itself refuses anything else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from catalog.events.models import AppendOnly
from catalog.models import Event
from tests.factories import make_record


@pytest.fixture
def event(db):
    return Event.objects.get(object_key=make_record().key)


def test_an_event_cannot_be_saved_again_or_deleted(event):
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()


@pytest.mark.parametrize("statement", ["UPDATE catalog_event SET actor = 'x'", "DELETE FROM catalog_event"])
def test_the_database_refuses_to_change_or_remove_an_event(event, statement):
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Event.objects.filter(pk=event.pk).exists()
