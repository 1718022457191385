"""A link to a draft opens the whole exhibition now; those handed out for one page are ended."""

from django.db import migrations
from django.utils import timezone


def end_all(apps, editor):
    now = timezone.now()
    link = apps.get_model("exhibitions", "DraftLink")
    link.objects.filter(expires_at__gt=now).update(expires_at=now)


class Migration(migrations.Migration):
    dependencies = [("exhibitions", "0005_visits_by_chapter")]

    operations = [migrations.RunPython(end_all, migrations.RunPython.noop)]
