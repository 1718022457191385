import django.db.models.deletion
from django.db import migrations, models


def renamed(old: str, new: str):
    """The register goes on with its next number, also where both names have counted."""

    def rename(apps, schema_editor) -> None:
        counters = apps.get_model("reading_room", "Counter").objects
        for counter in counters.filter(register=old):
            other = counters.filter(register=new, year=counter.year).first()
            last = max(counter.last, other.last if other else 0)
            counters.update_or_create(register=new, year=counter.year, defaults={"last": last})
            counter.delete()

    return rename


class Migration(migrations.Migration):
    dependencies = [("reading_room", "0002_finished_copies")]

    operations = [
        migrations.RenameModel("CertifiedCopy", "AuthenticatedCopy"),
        migrations.AlterField(
            model_name="authenticatedcopy",
            name="access_request",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="authenticated_copy",
                to="reading_room.accessrequest",
            ),
        ),
        migrations.RunPython(renamed("certified", "authenticated"), renamed("authenticated", "certified")),
    ]
