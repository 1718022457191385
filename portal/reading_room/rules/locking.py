"""People are locked, so that what one may have once is not had twice."""

from django.contrib.auth import get_user_model

from portal.accounts.models import User


def lock_reader(reader: User) -> User:
    """Lock a person, so that what one person may have once is not had twice from two windows."""
    return get_user_model().objects.select_for_update().order_by().get(pk=reader.pk)
