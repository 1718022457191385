import django.db.models.deletion
from django.db import migrations, models


def rename_counter(apps, schema_editor) -> None:
    """The register goes on with its next number."""
    apps.get_model("reading_room", "Counter").objects.filter(register="certified").update(register="authenticated")


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
        migrations.RunPython(rename_counter, migrations.RunPython.noop),
    ]
