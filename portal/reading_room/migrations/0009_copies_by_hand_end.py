"""Copies made by hand that wait at the counter had no last day: they get one, counted from the day they were ready."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def give_a_last_day(apps, schema_editor):
    AccessRequest = apps.get_model("reading_room", "AccessRequest")
    RoomRules = apps.get_model("reading_room", "RoomRules")
    rules = RoomRules.objects.first()
    days = timedelta(days=rules.paper_days if rules else 14)
    waiting = AccessRequest.objects.filter(
        state="ready", copy_format="paper", delivery=None, kept_until=None
    ).exclude(use="room")
    for each in waiting.exclude(ready_at=None):
        each.kept_until = timezone.localdate(each.ready_at) + days
        each.save(update_fields=["kept_until"])


class Migration(migrations.Migration):
    dependencies = [("reading_room", "0008_money_changes")]

    operations = [migrations.RunPython(give_a_last_day, migrations.RunPython.noop)]
