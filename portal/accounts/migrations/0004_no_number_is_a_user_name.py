"""Readers who signed up by telephone had their number as their user name: whoever had a mail name of the same digits met it."""

import secrets

from django.db import migrations

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def rename(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    for user in User.objects.filter(username__regex=r"^\+?[0-9]+$").iterator(chunk_size=500):
        user.username = "r-" + "".join(secrets.choice(ALPHABET) for _place in range(10))
        user.save(update_fields=["username"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_known_addresses")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
