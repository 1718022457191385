"""Each request that was sent alone becomes a dossier of one; the terms of the other services."""

from datetime import date

from django.db import migrations
from django.utils import timezone

BASIS = "Thủ tục hành chính 1.013932"
FIRST = date(2025, 7, 1)
TERMS = {"reading": (1, BASIS), "copying": (2, BASIS), "information": (6, "Thông tư 05/2025/TT-BNV"), "card": (1, "Thông tư 05/2025/TT-BNV"),
         "payment": (10, "")}
KEPT = {"unconfirmed": 7, "letter": 90, "card": 30, "unserved": 365, "served": 1825}


def set_up(apps, editor):
    dossier = apps.get_model("reading_room", "Dossier")
    for each in apps.get_model("reading_room", "AccessRequest").objects.filter(dossier=None):
        each.dossier = dossier.objects.create(
            researcher_id=each.researcher_id, purpose=each.purpose, purpose_text=each.purpose_text,
            submitted_at=each.submitted_at,
        )
        if each.state == "approved" and each.grant and each.grant.ends_at <= timezone.now():
            # its reading ended long ago; nobody is to be told today
            each.state, each.closed_at = "closed", each.grant.ends_at
        each.save(update_fields=["dossier", "state", "closed_at"])
    for service, (days, basis) in TERMS.items():
        apps.get_model("reading_room", "ServiceTerm").objects.get_or_create(
            service=service, valid_from=FIRST, defaults={"working_days": days, "basis": basis}
        )
    for kept, days in KEPT.items():
        apps.get_model("reading_room", "KeepingTerm").objects.get_or_create(kept=kept, defaults={"days": days})


class Migration(migrations.Migration):
    dependencies = [("reading_room", "0004_whole_service")]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
