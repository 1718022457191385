"""The days of the calendar that the portal knows from the start; archives change and add to them at the desk."""

import csv
from pathlib import Path

from django.db import migrations

DAYS = Path(__file__).resolve().parent.parent / "calendar/days.csv"


def bring_in(apps, schema_editor):
    day = apps.get_model("exhibitions", "Day")
    with DAYS.open(newline="") as file:
        day.objects.bulk_create(
            [day(**{**row, "since": row["since"] or None}) for row in csv.DictReader(file)], ignore_conflicts=True
        )


class Migration(migrations.Migration):
    dependencies = [("exhibitions", "0002_stories")]
    operations = [migrations.RunPython(bring_in, migrations.RunPython.noop)]
