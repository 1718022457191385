"""Records and people that read as domain words."""

from collections.abc import Iterable

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone

from catalog.models import Record
from catalog.records.actions import describing as describing


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@luutru.example")
    full_name = "Nguyễn Văn Thử"


def make_record(parent: Record | None = None, *, access: str = "open", **values) -> Record:
    """Describe a record through the action that editors use; open unless said otherwise."""
    values.setdefault("title", "Hồ sơ thử")
    values.setdefault("level", "file" if parent else "fonds")
    return describing.create(parent=parent, by=None, at=timezone.now(), access=access, **values)


def make_many(parent: Record, rows: Iterable[dict]) -> list[Record]:
    """Many open records below one, written at once and told to nobody: for tests that want a great number of them."""
    depth, first = parent.depth + 1, Record.objects.get(pk=parent.pk).numchild + 1
    told = {"level": "file", "access": "open", "effective_access": "open"}
    records = [
        Record(**{"title": f"Hồ sơ {n}", **told, **row}, depth=depth, path=Record._get_path(parent.path, depth, n))
        for n, row in enumerate(rows, first)
    ]
    made = Record.objects.bulk_create(records, batch_size=2000)
    Record.objects.filter(pk=parent.pk).update(numchild=first - 1 + len(made))
    return made
