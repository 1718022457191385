"""Records and people that read as domain words."""

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
