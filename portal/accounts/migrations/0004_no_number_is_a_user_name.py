"""Readers who signed up by telephone had their number as their user name: whoever had a mail name of the same digits met it."""

import secrets

from django.db import migrations

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def rename(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    for user in User.objects.exclude(phone=None).iterator(chunk_size=500):
        # as it is typed at home: +84912345678 as 0912345678; numbers of the staff are none of telephones
        if user.username not in (user.phone, f"0{user.phone[3:]}"):
            continue
        user.username = "r-" + "".join(secrets.choice(ALPHABET) for _place in range(10))
        user.save(update_fields=["username"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_known_addresses")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
