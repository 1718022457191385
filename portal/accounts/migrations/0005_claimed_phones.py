"""A number that nobody has confirmed is a claim, and no longer keeps its owner from signing up."""

from django.db import migrations, models
from django.db.models import F


def claim_unconfirmed(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects
    unconfirmed = users.filter(phone_verified=False).exclude(phone=None)
    unconfirmed.update(claimed_phone=F("phone"), phone=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_no_number_is_a_user_name")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="claimed_phone",
            field=models.CharField(blank=True, db_index=True, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.RunPython(claim_unconfirmed, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="user", name="phone_verified"),
    ]
