"""The terms that hold today, and a deadline for what waits already."""

from datetime import date

import holidays
from django.db import migrations
from django.utils import timezone

BASIS = "Thủ tục hành chính 1.013932"
FIRST = date(2025, 7, 1)


def set_terms(apps, editor):
    term = apps.get_model("reading_room", "ServiceTerm")
    term.objects.create(service="conditional", working_days=7, valid_from=FIRST, basis=BASIS)
    term.objects.create(service="answer", working_days=10, valid_from=FIRST)
    known = holidays.country_holidays("VN", language="vi")
    for each in apps.get_model("reading_room", "AccessRequest").objects.filter(state="submitted"):
        each.clock_from, each.clock_days = timezone.localdate(each.submitted_at), 7
        each.due_on = known.get_nth_working_day(each.clock_from, 7)
        each.save(update_fields=["clock_from", "clock_days", "due_on"])


class Migration(migrations.Migration):
    dependencies = [("reading_room", "0002_turns_and_terms")]

    operations = [migrations.RunPython(set_terms, migrations.RunPython.noop)]
